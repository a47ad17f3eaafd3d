// The WebAssembly instructions that the kernels use, by their names, in SSE4.1. One that is missing
// here is an error where the translated kernels are compiled.
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

typedef __m128i v128;
typedef uint32_t u32;

#define OP static inline __attribute__((always_inline))
#define PS(a) _mm_castsi128_ps(a)
#define PD(a) _mm_castsi128_pd(a)
#define OF_PS(a) _mm_castps_si128(a)
#define OF_PD(a) _mm_castpd_si128(a)

#define INTEGER(name, type, expression) \
  OP type i32_##name(u32 a, u32 b) { return expression; }
INTEGER(add, u32, a + b)
INTEGER(sub, u32, a - b)
INTEGER(mul, u32, a *b)
INTEGER(div_u, u32, a / b)
INTEGER(and, u32, a &b)
INTEGER(shl, u32, a << (b & 31))
INTEGER(shr_u, u32, a >> (b & 31))
INTEGER(eq, int, a == b)
INTEGER(ne, int, a != b)
INTEGER(lt_u, int, a < b)
INTEGER(gt_u, int, a > b)
INTEGER(le_u, int, a <= b)
INTEGER(ge_u, int, a >= b)
OP int i32_eqz(u32 a) { return a == 0; }
#define i32_const(value) ((u32)(value))
#define f32_const(value) ((float)(value))
#define f64_const(value) ((double)(value))
#define select(a, b, condition) ((condition) ? (a) : (b))

#define FLOATS(shape, x, CAST, OF, suffix)                                                            \
  OP v128 shape##_add(v128 a, v128 b) { return OF(_mm_add_##suffix(CAST(a), CAST(b))); }              \
  OP v128 shape##_sub(v128 a, v128 b) { return OF(_mm_sub_##suffix(CAST(a), CAST(b))); }              \
  OP v128 shape##_mul(v128 a, v128 b) { return OF(_mm_mul_##suffix(CAST(a), CAST(b))); }              \
  OP v128 shape##_div(v128 a, v128 b) { return OF(_mm_div_##suffix(CAST(a), CAST(b))); }              \
  OP v128 shape##_pmax(v128 a, v128 b) { return OF(_mm_max_##suffix(CAST(b), CAST(a))); }             \
  OP v128 shape##_pmin(v128 a, v128 b) { return OF(_mm_min_##suffix(CAST(b), CAST(a))); }             \
  OP v128 shape##_eq(v128 a, v128 b) { return OF(_mm_cmpeq_##suffix(CAST(a), CAST(b))); }             \
  OP v128 shape##_ne(v128 a, v128 b) { return OF(_mm_cmpneq_##suffix(CAST(a), CAST(b))); }            \
  OP v128 shape##_lt(v128 a, v128 b) { return OF(_mm_cmplt_##suffix(CAST(a), CAST(b))); }             \
  OP v128 shape##_le(v128 a, v128 b) { return OF(_mm_cmple_##suffix(CAST(a), CAST(b))); }             \
  OP v128 shape##_gt(v128 a, v128 b) { return OF(_mm_cmplt_##suffix(CAST(b), CAST(a))); }             \
  OP v128 shape##_ge(v128 a, v128 b) { return OF(_mm_cmple_##suffix(CAST(b), CAST(a))); }             \
  OP v128 shape##_neg(v128 a) { return OF(_mm_xor_##suffix(CAST(a), _mm_set1_##suffix(-0.0))); }      \
  OP v128 shape##_abs(v128 a) { return OF(_mm_andnot_##suffix(_mm_set1_##suffix(-0.0), CAST(a))); }   \
  OP v128 shape##_sqrt(v128 a) { return OF(_mm_sqrt_##suffix(CAST(a))); }                             \
  OP v128 shape##_floor(v128 a) { return OF(_mm_floor_##suffix(CAST(a))); }                           \
  OP v128 shape##_splat(x a) { return OF(_mm_set1_##suffix(a)); }
FLOATS(f32x4, float, PS, OF_PS, ps)
FLOATS(f64x2, double, PD, OF_PD, pd)

OP v128 f64x2_promote_low_f32x4(v128 a) { return OF_PD(_mm_cvtps_pd(PS(a))); }
OP v128 f32x4_demote_f64x2_zero(v128 a) { return OF_PS(_mm_cvtpd_ps(PD(a))); }

OP v128 i32x4_splat(u32 a) { return _mm_set1_epi32((int)a); }
OP v128 i32x4_add(v128 a, v128 b) { return _mm_add_epi32(a, b); }
OP v128 i32x4_sub(v128 a, v128 b) { return _mm_sub_epi32(a, b); }
OP v128 i32x4_mul(v128 a, v128 b) { return _mm_mullo_epi32(a, b); }
OP v128 i32x4_shl(v128 a, u32 n) { return _mm_slli_epi32(a, n & 31); }
OP v128 i32x4_shr_u(v128 a, u32 n) { return _mm_srli_epi32(a, n & 31); }
OP v128 i32x4_shr_s(v128 a, u32 n) { return _mm_srai_epi32(a, n & 31); }
OP v128 i32x4_gt_s(v128 a, v128 b) { return _mm_cmpgt_epi32(a, b); }
OP v128 i32x4_lt_s(v128 a, v128 b) { return _mm_cmpgt_epi32(b, a); }
OP v128 i32x4_ge_s(v128 a, v128 b) { return _mm_xor_si128(_mm_cmpgt_epi32(b, a), _mm_set1_epi32(-1)); }
OP v128 i16x8_add(v128 a, v128 b) { return _mm_add_epi16(a, b); }
OP v128 i16x8_sub(v128 a, v128 b) { return _mm_sub_epi16(a, b); }
OP v128 i16x8_shl(v128 a, u32 n) { return _mm_slli_epi16(a, n & 15); }
OP v128 i16x8_shr_u(v128 a, u32 n) { return _mm_srli_epi16(a, n & 15); }
OP v128 i16x8_min_u(v128 a, v128 b) { return _mm_min_epu16(a, b); }
OP v128 i16x8_lt_s(v128 a, v128 b) { return _mm_cmpgt_epi16(b, a); }
OP v128 i16x8_ge_s(v128 a, v128 b) { return _mm_xor_si128(_mm_cmpgt_epi16(b, a), _mm_set1_epi16(-1)); }
OP v128 i16x8_ge_u(v128 a, v128 b) { return _mm_cmpeq_epi16(_mm_max_epu16(a, b), a); }
OP v128 i16x8_narrow_i32x4_s(v128 a, v128 b) { return _mm_packs_epi32(a, b); }
OP v128 i16x8_narrow_i32x4_u(v128 a, v128 b) { return _mm_packus_epi32(a, b); }
OP v128 i64x2_add(v128 a, v128 b) { return _mm_add_epi64(a, b); }
OP v128 i64x2_sub(v128 a, v128 b) { return _mm_sub_epi64(a, b); }
OP v128 i64x2_shl(v128 a, u32 n) { return _mm_slli_epi64(a, n & 63); }
OP v128 i64x2_shr_u(v128 a, u32 n) { return _mm_srli_epi64(a, n & 63); }

#define v128_const(a, b, c, d) ((v128)_mm_setr_epi32((int)(a), (int)(b), (int)(c), (int)(d)))
OP v128 v128_and(v128 a, v128 b) { return _mm_and_si128(a, b); }
OP v128 v128_or(v128 a, v128 b) { return _mm_or_si128(a, b); }
OP v128 v128_xor(v128 a, v128 b) { return _mm_xor_si128(a, b); }
OP v128 v128_andnot(v128 a, v128 b) { return _mm_andnot_si128(b, a); }
// The compiler turns this into a blend if it sees that the mask comes from a comparison.
OP v128 v128_bitselect(v128 a, v128 b, v128 mask) { return v128_or(v128_and(a, mask), v128_andnot(b, mask)); }
OP u32 v128_any_true(v128 a) { return !_mm_testz_si128(a, a); }
OP u32 i8x16_all_true(v128 a) { return _mm_testz_si128(_mm_cmpeq_epi8(a, _mm_setzero_si128()), _mm_set1_epi8(-1)); }
#define i8x16_shuffle(a, b, ...) ((v128)__builtin_shufflevector((__v16qi)(a), (__v16qi)(b), __VA_ARGS__))

OP v128 v128_load(const uint8_t *p) { return _mm_loadu_si128((const v128 *)p); }
OP void v128_store(uint8_t *p, v128 a) { _mm_storeu_si128((v128 *)p, a); }
#define SCALAR(name, x)                    \
  OP x name##_load(const uint8_t *p) {     \
    x a;                                   \
    memcpy(&a, p, sizeof a);               \
    return a;                              \
  }                                        \
  OP void name##_store(uint8_t *p, x a) { memcpy(p, &a, sizeof a); }
SCALAR(i32, u32)
SCALAR(f32, float)
SCALAR(f64, double)
OP v128 v128_load16x4_u(const uint8_t *p) { return _mm_cvtepu16_epi32(_mm_loadl_epi64((const v128 *)p)); }
OP v128 v128_load32_splat(const uint8_t *p) { return f32x4_splat(f32_load(p)); }
OP v128 v128_load64_splat(const uint8_t *p) { return f64x2_splat(f64_load(p)); }
#define v128_load32_lane(p, a, lane) _mm_insert_epi32(a, (int)i32_load(p), lane)
#define v128_store32_lane(p, a, lane) i32_store(p, (u32)_mm_extract_epi32(a, lane))
#define v128_store64_lane(p, a, lane) \
  f64_store(p, _mm_cvtsd_f64(PD((lane) ? _mm_unpackhi_epi64(a, a) : (a))))
