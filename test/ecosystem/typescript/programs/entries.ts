import { gelu } from "lanewise";
import { init } from "lanewise/core";
import { gelu as rounded } from "lanewise/core/exact";
import { activation } from "lanewise/core/formula";
import type { Pool } from "lanewise/core/pool";
import { activationStream } from "lanewise/core/stream";
import * as exact from "lanewise/exact";
import * as formula from "lanewise/formula";
import { fromHalf } from "lanewise/half";

/** Every entry, where a compiler knows nothing of "exports". */

declare const x: Float32Array;
declare const pool: Pool;

export const values = [gelu(x), rounded(x), exact.gelu(x), fromHalf(new Uint16Array(1))];
export const made = [activation("x * x")(x), formula.activation("x + x")(x)];
export const stream = activationStream(gelu, { type: "f16" });
export const running = [init(), pool.run(gelu, x)];
