import { activation } from "lanewise/formula";

/** Twelve published activations, one line each: `docs/formulas.md` has their errors. */

/** Ziyin et al. 2020, https://arxiv.org/abs/2006.08195 */
export const snake = activation("x + sin(a * x) ** 2 / a", { name: "snake", parameters: { a: 1 } });

/** Nag et al. 2021, https://arxiv.org/abs/2108.09598 */
export const serf = activation("x * erf(softplus(x))", { name: "serf" });

/** Liu and Di 2020, https://arxiv.org/abs/2003.09855 */
export const tanhExp = activation("x * tanh(exp(x))", { name: "tanhExp" });

/** Zhu et al. 2021, https://doi.org/10.1016/j.neucom.2021.06.067 */
export const logish = activation("x * log1p(sigmoid(x))", { name: "logish" });

/** Naveen 2022, https://doi.org/10.36227/techrxiv.17283824 */
export const phish = activation("x * tanh(gelu(x))", { name: "phish" });

/** Wang et al. 2022, https://doi.org/10.3390/electronics11040540 */
export const smish = activation("x * tanh(log1p(sigmoid(x)))", { name: "smish" });

/** Carlile et al. 2017, https://arxiv.org/abs/1710.09967 */
export const isru = activation("x / sqrt(1 + a * x ** 2)", { name: "isru", parameters: { a: 1 } });

/** Basirat and Roth 2018, https://arxiv.org/abs/1808.00783 */
export const elish = activation("(x >= 0 ? x : expm1(x)) * sigmoid(x)", { name: "elish" });

/** Broomhead and Lowe 1988, https://apps.dtic.mil/sti/citations/ADA196234 */
export const gaussian = activation("exp(-(x ** 2))", { name: "gaussian" });

/** Sitzmann et al. 2020 (SIREN), https://arxiv.org/abs/2006.09661 */
export const sine = activation("sin(w * x)", { name: "sine", parameters: { w: 30 } });

/** Ma et al. 2022 (MEGA), https://arxiv.org/abs/2209.10655 */
export const laplace = activation("erfc((sqrt(1 / 2) - x) * sqrt(2 * pi)) / 2", { name: "laplace" });

/** Huang and Schlag 2024, https://arxiv.org/abs/2411.13010 */
export const xielu = activation("x > 0 ? (p * x + 0.5) * x : n * (expm1(x) - x) + 0.5 * x", {
  name: "xielu",
  parameters: { p: 0.8, n: 0.8 },
});
