import { Lanes, lanes, pick } from "../simd/lanes";
import { Exp } from "./exp";

// The upper bits of a significand: a product of two such halves is exact.
const UPPER_32 = lanes<i32>(-4096);
const UPPER_64 = lanes<i64>(-134217728);

export class Product {
  /** x·y − fl(x·y), exact unless it underflows (Dekker 1971, with halves made by a mask) */
  @inline static error<T>(x: v128, y: v128, product: v128): v128 {
    const upper = pick<T>(UPPER_32, UPPER_64);
    const xh = v128.and(x, upper);
    const yh = v128.and(y, upper);
    const xl = v128.sub<T>(x, xh);
    const yl = v128.sub<T>(y, yh);
    const cross = v128.add<T>(v128.mul<T>(xh, yl), v128.mul<T>(xl, yh));
    const high = v128.sub<T>(v128.mul<T>(xh, yh), product);
    return v128.add<T>(v128.add<T>(high, cross), v128.mul<T>(xl, yl));
  }

  /** x² − fl(x²), likewise */
  @inline static squareError<T>(x: v128, square: v128): v128 {
    const high = v128.and(x, pick<T>(UPPER_32, UPPER_64));
    const low = v128.sub<T>(x, high);
    return v128.add<T>(v128.sub<T>(v128.mul<T>(high, high), square), v128.mul<T>(low, v128.add<T>(x, high)));
  }

  /** 2¹⁶·e^−|x·y|. The rounding error of the product, which would cost |x·y|/2 ULP, goes into the exponential. */
  @inline static decay<T>(x: v128, y: v128): v128 {
    const product = v128.mul<T>(x, y);
    const flip = v128.andnot(Lanes.sign<T>(), product);
    const low = v128.xor(Product.error<T>(x, y, product), flip);
    return Exp.scaledOfNonPositiveSum<T>(v128.or(product, Lanes.sign<T>()), low);
  }
}
