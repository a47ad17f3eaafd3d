import { Wide } from "./wide";

/** A whole vector, or one element in all lanes. */
export class Part {
  @inline static load<T>(at: usize, whole: bool): v128 {
    return whole ? v128.load(at) : v128.load_splat<T>(at);
  }

  @inline static store<T>(at: usize, v: v128, whole: bool): void {
    if (whole) v128.store(at, v);
    else v128.store_lane<T>(at, v, 0);
  }

  /** The lanes that count in a sum: all of them, or a single element once. */
  @inline static firstUnless<T>(v: v128, whole: bool): v128 {
    return whole ? v : Wide.first<T>(v);
  }
}
