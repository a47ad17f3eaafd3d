import { Backward } from "../loops/map";

/** x + dy: accumulates a gradient on an earlier one. */
@kernel("add")
@final
export class Add<T> implements Backward {
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.add<T>(x, dy);
  }
}
