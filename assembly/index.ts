/** The complete list of exports. Each kernel works on raw addresses and keeps no state. */
export { add_f32, add_f64 } from "./add";
export {
  celu_f32,
  celu_f64,
  celu_from_output_f32,
  celu_from_output_f64,
  celu_grad_alpha_f32,
  celu_grad_alpha_f64,
  celu_grad_f32,
  celu_grad_f64,
} from "./celu";
export {
  hard_sigmoid_f32,
  hard_sigmoid_f64,
  hard_sigmoid_from_output_f32,
  hard_sigmoid_from_output_f64,
  hard_sigmoid_grad_f32,
  hard_sigmoid_grad_f64,
  hard_tanh_f32,
  hard_tanh_f64,
  hard_tanh_grad_f32,
  hard_tanh_grad_f64,
  sparse_plus_f32,
  sparse_plus_f64,
  sparse_plus_grad_f32,
  sparse_plus_grad_f64,
  sparse_sigmoid_f32,
  sparse_sigmoid_f64,
  sparse_sigmoid_grad_f32,
  sparse_sigmoid_grad_f64,
} from "./clip";
export {
  crelu_f32,
  crelu_f64,
  crelu_grad_f32,
  crelu_grad_f64,
} from "./crelu";
export {
  elu_f32,
  elu_f64,
  elu_from_output_f32,
  elu_from_output_f64,
  elu_grad_alpha_f32,
  elu_grad_alpha_f64,
  elu_grad_f32,
  elu_grad_f64,
  selu_f32,
  selu_f64,
  selu_from_output_f32,
  selu_from_output_f64,
  selu_grad_f32,
  selu_grad_f64,
} from "./elu";
export {
  exp_f32,
  exp_f64,
  exp_from_output_f32,
  exp_from_output_f64,
  exp_grad_f32,
  exp_grad_f64,
} from "./exponential";
export {
  quick_gelu_f32,
  quick_gelu_f64,
  quick_gelu_grad_f32,
  quick_gelu_grad_f64,
  silu_f32,
  silu_f64,
  silu_grad_f32,
  silu_grad_f64,
  swish_f32,
  swish_f64,
  swish_grad_beta_f32,
  swish_grad_beta_f64,
  swish_grad_f32,
  swish_grad_f64,
} from "./gated";
export {
  gelu_f32,
  gelu_f64,
  gelu_grad_f32,
  gelu_grad_f64,
  gelu_tanh_f32,
  gelu_tanh_f64,
  gelu_tanh_grad_f32,
  gelu_tanh_grad_f64,
} from "./gelu";
export {
  geglu_f32,
  geglu_f64,
  geglu_grad_f32,
  geglu_grad_f64,
  glu_f32,
  glu_f64,
  glu_grad_f32,
  glu_grad_f64,
  reglu_f32,
  reglu_f64,
  reglu_grad_f32,
  reglu_grad_f64,
  swiglu_f32,
  swiglu_f64,
  swiglu_grad_f32,
  swiglu_grad_f64,
} from "./glu";
export {
  binary_step_f32,
  binary_step_f64,
  binary_step_grad_f32,
  binary_step_grad_f64,
  hard_swish_f32,
  hard_swish_f64,
  hard_swish_grad_f32,
  hard_swish_grad_f64,
  identity_f32,
  identity_f64,
  identity_grad_f32,
  identity_grad_f64,
} from "./linear";
export {
  log_softmax_f32,
  log_softmax_f64,
  log_softmax_from_output_f32,
  log_softmax_from_output_f64,
  log_softmax_grad_f32,
  log_softmax_grad_f64,
} from "./log_softmax";
export {
  log_sum_exp_f32,
  log_sum_exp_f64,
} from "./log_sum_exp";
export {
  maxout_f32,
  maxout_f64,
  maxout_grad_f32,
  maxout_grad_f64,
} from "./maxout";
export {
  mish_f32,
  mish_f64,
  mish_grad_f32,
  mish_grad_f64,
} from "./mish";
export {
  prelu_f32,
  prelu_f64,
  prelu_grad_alpha_f32,
  prelu_grad_alpha_f64,
  prelu_grad_f32,
  prelu_grad_f64,
} from "./prelu";
export {
  bounded_relu_f32,
  bounded_relu_f64,
  bounded_relu_grad_f32,
  bounded_relu_grad_f64,
  gentle_relu_f32,
  gentle_relu_f64,
  gentle_relu_grad_f32,
  gentle_relu_grad_f64,
  leaky_relu_f32,
  leaky_relu_f64,
  leaky_relu_grad_f32,
  leaky_relu_grad_f64,
  leaky_relu_grad_negative_slope_f32,
  leaky_relu_grad_negative_slope_f64,
  leaky_relu6_f32,
  leaky_relu6_f64,
  leaky_relu6_grad_f32,
  leaky_relu6_grad_f64,
  relu_f32,
  relu_f64,
  relu_grad_f32,
  relu_grad_f64,
  relu6_f32,
  relu6_f64,
  relu6_grad_f32,
  relu6_grad_f64,
} from "./relu";
export {
  relu_squared_f32,
  relu_squared_f64,
  relu_squared_from_output_f32,
  relu_squared_from_output_f64,
  relu_squared_grad_f32,
  relu_squared_grad_f64,
} from "./relu_squared";
export {
  rrelu_f32,
  rrelu_f64,
  rrelu_grad_f32,
  rrelu_grad_f64,
  rrelu_slopes_f32,
  rrelu_slopes_f64,
} from "./rrelu";
export {
  hard_shrink_f32,
  hard_shrink_f64,
  hard_shrink_grad_f32,
  hard_shrink_grad_f64,
  soft_shrink_f32,
  soft_shrink_f64,
  soft_shrink_grad_f32,
  soft_shrink_grad_f64,
} from "./shrink";
export {
  sigmoid_f32,
  sigmoid_f64,
  sigmoid_from_output_f32,
  sigmoid_from_output_f64,
  sigmoid_grad_f32,
  sigmoid_grad_f64,
} from "./sigmoid";
export {
  sigmoid_cross_entropy_f32,
  sigmoid_cross_entropy_f64,
  sigmoid_cross_entropy_grad_f32,
  sigmoid_cross_entropy_grad_f64,
} from "./sigmoid_cross_entropy";
export {
  softmax_f32,
  softmax_f64,
  softmax_from_output_f32,
  softmax_from_output_f64,
  softmax_grad_f32,
  softmax_grad_f64,
} from "./softmax";
export {
  log_sigmoid_f32,
  log_sigmoid_f64,
  log_sigmoid_from_output_f32,
  log_sigmoid_from_output_f64,
  log_sigmoid_grad_f32,
  log_sigmoid_grad_f64,
  softplus_f32,
  softplus_f64,
  softplus_from_output_f32,
  softplus_from_output_f64,
  softplus_grad_beta_f32,
  softplus_grad_beta_f64,
  softplus_grad_f32,
  softplus_grad_f64,
  steep_softplus_f32,
  steep_softplus_f64,
  steep_softplus_grad_f32,
  steep_softplus_grad_f64,
} from "./softplus";
export {
  softsign_f32,
  softsign_f64,
  softsign_from_output_f32,
  softsign_from_output_f64,
  softsign_grad_f32,
  softsign_grad_f64,
} from "./softsign";
export {
  sparsemax_f32,
  sparsemax_f64,
  sparsemax_from_output_f32,
  sparsemax_from_output_f64,
} from "./sparsemax";
export {
  squareplus_f32,
  squareplus_f64,
  squareplus_grad_f32,
  squareplus_grad_f64,
} from "./squareplus";
export {
  tanh_f32,
  tanh_f64,
  tanh_from_output_f32,
  tanh_from_output_f64,
  tanh_grad_f32,
  tanh_grad_f64,
} from "./tanh";
export {
  tanh_shrink_f32,
  tanh_shrink_f64,
  tanh_shrink_grad_f32,
  tanh_shrink_grad_f64,
} from "./tanh_shrink";
export {
  threshold_f32,
  threshold_f64,
  threshold_grad_f32,
  threshold_grad_f64,
  thresholded_relu_f32,
  thresholded_relu_f64,
  thresholded_relu_grad_f32,
  thresholded_relu_grad_f64,
} from "./threshold";
