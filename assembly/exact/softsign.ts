import { Softsign } from "../kernels/softsign";
import { Backward, Forward, FromOutput } from "../loops/map";

@kernel("softsign")
@final
export class ExactSoftsign implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Softsign<f64>>(0).f(x, a, b, c);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Softsign<f64>>(0).grad(x, dy, a, b, c);
  }
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Softsign<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}
