import { readNamed } from "../checks/options.js";
import { wrongKind, wrongValue } from "../core/errors.js";
import { definitionOf } from "../dispatch/plan.js";
import { resultShape } from "../dispatch/result-shape.js";
import type { Context } from "./context.js";
import { type ArrayFunction, findFunction, functionsOf, learnedBy, parametersOf, suggestion } from "./functions.js";
import { applyLearned, checkOptions, type Operation } from "./operations.js";
import type { Attributes, Layer, NamedClass, Tensor } from "./tensorflow.js";

const OP = "layers.activation";

/** The configuration of a layer: the function, its parameters, the axis, and the parameter to learn. */
export interface ActivationConfig extends Attributes {
  readonly function: string;
  /** The parameter that is a weight of the layer, with the value given for a start. */
  readonly learn?: string;
}

type LayerConfig = Record<string, unknown>;
type Shape = readonly (number | null)[];

/** The makers of layers. */
export interface Layers {
  activation(config: unknown): Layer;
  elu(config?: LayerConfig): Layer;
  thresholdedRelu(config?: LayerConfig): Layer;
  softmax(config?: LayerConfig): Layer;
}

/**
 * The layers. The classes stay known to TensorFlow.js until `unregister`, so that saved models are loaded with them; and
 * the layers ELU, ThresholdedReLU and Softmax of other models, which TensorFlow.js refuses or cannot train.
 */
export function addLayers(context: Context, operations: ReadonlyMap<string, Operation>): Layers | undefined {
  const { tf, changes } = context;
  if (!tf.layers) return undefined;
  const ActivationLayer = activationLayer(context, tf.layers.Layer, operations);
  changes.named("layer", ActivationLayer);
  /** A layer of Keras with its own name and configuration: a model that is saved with it can be loaded elsewhere. */
  const keras = (
    className: string,
    name: string,
    parameter: string,
    preset: number,
  ): (new (
    config?: LayerConfig,
  ) => Layer) => {
    class KerasLayer extends ActivationLayer {
      static override readonly className: string = className;
      constructor(config: LayerConfig = {}) {
        super({ ...config, function: name, [parameter]: single(config[parameter]) ?? preset });
      }
      override getConfig(): Attributes {
        const { function: _, ...config } = super.getConfig();
        return config;
      }
    }
    changes.named("layer", KerasLayer);
    return KerasLayer;
  };
  const Elu = keras("ELU", "elu", "alpha", 1);
  const ThresholdedRelu = keras("ThresholdedReLU", "thresholdedRelu", "theta", 1);
  const Softmax = keras("Softmax", "softmax", "axis", -1);
  return {
    activation: (config) => new ActivationLayer(checkConfig(config)),
    elu: (config) => new Elu(checkNamed("layers.elu", config, ["alpha"])),
    thresholdedRelu: (config) => new ThresholdedRelu(checkNamed("layers.thresholdedRelu", config, ["theta"])),
    softmax: (config) => new Softmax(checkNamed("layers.softmax", config, ["axis"])),
  };
}

/** An axis may be a list of one. */
function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** Options that TensorFlow.js takes for any layer. */
const OF_LAYERS = "name trainable inputShape batchInputShape batchSize dtype inputDType weights".split(" ");

/** Refuses a misspelt name. A model that is loaded may have more, and comes past here. */
function checkNamed<C>(op: string, config: C, names: readonly string[]): C {
  readNamed(op, config, [...names, ...OF_LAYERS]);
  return config;
}

function checkConfig(config: unknown): ActivationConfig {
  const { function: name } = (config ?? {}) as Attributes;
  if (typeof name === "string") {
    return checkNamed(OP, config as ActivationConfig, ["function", "learn", ...optionsOf(functionNamed(name))]);
  }
  throw wrongKind(OP, "function", "the name of a function", name, 'such as { function: "swish", beta: 1.5 }');
}

function activationLayer(
  context: Context,
  Base: new (config?: object) => Layer,
  operations: ReadonlyMap<string, Operation>,
): NamedClass & (new (config: ActivationConfig) => Layer) {
  return class ActivationLayer extends Base {
    static readonly className: string = "LanewiseActivation";
    readonly #f: ArrayFunction;
    readonly #given: Attributes;
    readonly #learn: string | undefined;
    #weight: { read(): Tensor } | undefined;

    constructor(config: ActivationConfig) {
      super(config);
      this.#f = functionNamed(config.function);
      this.#given = ownOptions(this.#f, config);
      this.#learn = learnedParameter(this.#f, config.learn);
      this.supportsMasking = true;
      if (this.#f.spec.kind === "elementwise") {
        checkOptions(context, operations.get(this.#f.spec.name)!, this.#given);
      }
    }

    override build(shape: unknown): void {
      if (this.#learn !== undefined) {
        const value = parametersOf(this.#f, this.#given)[this.#learn] as number;
        const initializer = context.tf.initializers!.constant({ value });
        this.#weight = this.addWeight(this.#learn, [], "float32", initializer, undefined, true);
      }
      super.build(shape);
    }

    call(inputs: Tensor | readonly Tensor[]): Tensor {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor;
      if (this.#weight && this.#learn !== undefined) {
        const { [this.#learn]: _, ...others } = this.#given;
        return context.tf.tidy(() => applyLearned(context, this.#f, x, this.#weight!.read(), others));
      }
      return operations.get(this.#f.spec.name)!(x, this.#given);
    }

    computeOutputShape(shape: Shape | readonly Shape[]): Shape {
      const sizes = (Array.isArray(shape[0]) ? shape[0] : shape) as Shape;
      if (this.#f.spec.kind !== "resizing") return sizes;
      const { axis = -1 } = this.#given as { axis?: number };
      const along = axis < 0 ? axis + sizes.length : axis;
      const n = sizes[along];
      if (typeof n !== "number") return sizes;
      const options = { ...this.#given, axis: 0, shape: [n] };
      const [made] = resultShape(definitionOf(this.#f)!, "resizing", [n], options);
      return sizes.map((size, i) => (i === along ? made! : size));
    }

    override getConfig(): Attributes {
      const learn = this.#learn === undefined ? {} : { learn: this.#learn };
      return { ...super.getConfig(), function: this.#f.spec.name, ...this.#given, ...learn };
    }
  };
}

function functionNamed(name: string): ArrayFunction {
  const known = functionsOf("elementwise", "rowwise", "resizing");
  const f = findFunction(name, known);
  if (!f) throw wrongValue(OP, "function", "a function of this package", `"${name}"`, suggestion(name, known));
  return f;
}

function optionsOf({ spec }: ArrayFunction): readonly string[] {
  return [...Object.keys(spec.parameters ?? {}), ...(spec.kind === "elementwise" ? [] : ["axis"])];
}

/** The options of the function among the properties of a configuration: the others are of layers in general. */
function ownOptions(f: ArrayFunction, config: ActivationConfig): Attributes {
  const names = optionsOf(f);
  return Object.fromEntries(names.filter((name) => config[name] != null).map((name) => [name, config[name]]));
}

function learnedParameter(f: ArrayFunction, learn: string | undefined | null): string | undefined {
  if (learn == null) return undefined;
  const learned = learnedBy(f);
  if (learn === learned) return learn;
  const expected = learned === undefined ? "nothing, since no parameter can be learned" : `"${learned}"`;
  throw wrongValue(OP, "learn", expected, String(learn));
}
