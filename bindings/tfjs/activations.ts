import { wrongValue } from "../core/errors.js";
import type { Context } from "./context.js";
import { ACTIVATIONS, type ArrayFunction, findFunction, functionsOf, snakeCase, suggestion } from "./functions.js";
import { checkOptions, type Operation } from "./operations.js";
import type { Attributes, NamedClass, Tensor } from "./tensorflow.js";

/** An activation as layers take it: `tf.layers.dense({ units: 10, activation })`. */
export interface ActivationObject {
  apply(x: Tensor): Tensor;
}

type ActivationClass = NamedClass & (new () => ActivationObject);

/** Names of TensorFlow.js whose activations are several operations there: ours take their place. */
const COMPOSED = ["gelu", "gelu_new", "logSoftmax", "mish", "relu6", "softsign", "swish"];

/** Names that other frameworks have for our functions; models that are loaded have them in camelCase. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  geluTanh: ["gelu_new", "geluNew", "gelu_approximate", "geluApproximate"],
};

/** Parameters by default where the name is of Keras and means another value there. */
const PRESETS: Readonly<Record<string, Attributes>> = { leakyRelu: { negativeSlope: 0.2 } };

/** Makes the functions known by name, and returns what makes activations with parameters. */
export function addActivations(
  context: Context,
  operations: ReadonlyMap<string, Operation>,
  named: boolean,
): ((name: string, parameters?: Attributes) => ActivationObject) | undefined {
  const { tf, changes } = context;
  const map = tf.serialization?.SerializationMap.getMap().classNameMap;
  const relu = map?.relu?.[0];
  if (!tf.layers || !relu) return undefined;
  // The class of all activations is not exported, but layers take its instances as they are.
  const Base = Object.getPrototypeOf(relu) as new () => object;
  const known = functionsOf(...ACTIVATIONS);
  const define = (f: ArrayFunction, className: string, parameters: Attributes): ActivationClass => {
    const operation = operations.get(f.spec.name)!;
    const cls = class extends Base {
      static readonly className = className;
      apply(x: Tensor): Tensor {
        return operation(x, parameters);
      }
    };
    changes.named("activation", cls);
    return cls;
  };
  if (named) {
    const theirs = new Set(Object.keys(map));
    for (const f of known.filter(hasDefaults)) {
      for (const name of namesOf(f)) {
        const taken = takenAs(name, theirs);
        if (taken === undefined) define(f, name, PRESETS[f.spec.name] ?? {});
        else if (!theirs.has(name)) changes.named("activation", renamed(map[taken]![0], name));
      }
    }
  }
  return (name, parameters = {}) => {
    const f = findFunction(name, known);
    const expected = "a function of one tensor";
    if (!f) throw wrongValue("activation", "name", expected, `"${name}"`, suggestion(name, known));
    checkOptions(context, operations.get(f.spec.name)!, parameters);
    return new (define(f, nameWith(f.spec.name, parameters), { ...parameters }))();
  };
}

/** Models keep an activation by its name alone: the name has the parameters, so that none is lost unnoticed. */
function nameWith(name: string, parameters: Attributes): string {
  const text = Object.entries(parameters).map(([key, value]) => `${key}=${String(value)}`);
  return text.length > 0 ? `${name}(${text.join(",")})` : name;
}

function hasDefaults({ spec }: ArrayFunction): boolean {
  return Object.values(spec.parameters ?? {}).every(({ default: preset }) => preset !== undefined);
}

function namesOf({ spec }: ArrayFunction): ReadonlySet<string> {
  const names = [spec.name, ...spec.aliases];
  return new Set([...names, ...names.map(snakeCase), ...(FOREIGN[spec.name] ?? [])]);
}

/**
 * The name of the activation of TensorFlow.js that this name means: in one operation or of another definition (its
 * hardSigmoid has slope 1/5). A model with the name in snake_case would be loaded with it, too.
 */
function takenAs(name: string, theirs: ReadonlySet<string>): string | undefined {
  const loaded = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [name, loaded].find((known) => theirs.has(known) && !COMPOSED.includes(known));
}

function renamed(cls: NamedClass & (new () => object), name: string): NamedClass {
  return class extends cls {
    static override readonly className = name;
  };
}
