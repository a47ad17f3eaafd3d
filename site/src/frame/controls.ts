import { h, uniqueId } from "./dom.js";

export interface Control<T> {
  readonly element: HTMLElement;
  value: T;
}

interface SliderOptions {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** The value that a position stands for, and back; default the position itself. */
  readonly scale?: { readonly to: (position: number) => number; readonly from: (value: number) => number };
  readonly format?: (value: number) => string;
  readonly change: (value: number) => void;
}

/** A position of 1 is a factor of ten. */
export const LOGARITHMIC = { to: (position: number) => 10 ** position, from: Math.log10 } as const;

export function slider(options: SliderOptions): Control<number> {
  const { label, min, max, step, scale, format = figure, change } = options;
  const id = uniqueId();
  const position = (value: number) => (scale ? scale.from(value) : value);
  const input = h("input", { type: "range", id, min, max, step });
  const output = h("output", { for: id });
  let current = options.value;
  const show = () => {
    output.textContent = format(current);
    input.setAttribute("aria-valuetext", format(current));
  };
  const set = (value: number) => {
    current = value;
    input.value = String(position(value));
    show();
  };
  input.addEventListener("input", () => {
    current = scale ? Number(scale.to(Number(input.value)).toPrecision(2)) : Number(input.value);
    show();
    change(current);
  });
  set(options.value);
  const element = h("div", { class: "field" }, h("label", { for: id }, label, output), input);
  return {
    element,
    get value() {
      return current;
    },
    set value(value: number) {
      set(value);
    },
  };
}

type Choices<T extends string> = readonly (readonly [value: T, label: string])[];

export function select<T extends string>(
  label: string,
  choices: Choices<T>,
  value: T,
  change: (value: T) => void,
): Control<T> {
  const id = uniqueId();
  const input = h("select", { id }, ...choices.map(([name, text]) => h("option", { value: name }, text)));
  input.value = value;
  input.addEventListener("change", () => change(input.value as T));
  return {
    element: h("div", { class: "field" }, h("label", { for: id }, label), input),
    get value() {
      return input.value as T;
    },
    set value(next: T) {
      input.value = next;
    },
  };
}

/** One of a few choices, all in view. */
export function segments<T extends string>(
  label: string,
  choices: Choices<T>,
  value: T,
  change: (value: T) => void,
): Control<T> {
  const group = uniqueId();
  const inputs = choices.map(([name]) => h("input", { type: "radio", name: group, value: name }));
  const set = (next: T) => {
    for (const input of inputs) input.checked = input.value === next;
  };
  set(value);
  const labels = choices.map(([, text], i) => h("label", {}, inputs[i], text));
  const element = h("fieldset", { class: "segments" }, h("legend", { class: "hidden" }, label), ...labels);
  element.addEventListener("change", (event) => change((event.target as HTMLInputElement).value as T));
  return {
    element,
    get value() {
      return (inputs.find(({ checked }) => checked)?.value ?? value) as T;
    },
    set value(next: T) {
      set(next);
    },
  };
}

export function button(text: string, press: () => void, kind = ""): HTMLButtonElement {
  const element = h("button", { type: "button", class: kind }, text);
  element.addEventListener("click", press);
  return element;
}

/** Says so for a moment where the text has been copied, or shows the text where the clipboard is out of reach. */
export function copyButton(text: string, content: () => string, kind = "small"): HTMLButtonElement {
  const element = button(
    text,
    async () => {
      try {
        await navigator.clipboard.writeText(content());
        element.textContent = "Copied";
      } catch {
        prompt("Copy this text:", content());
      }
      setTimeout(() => (element.textContent = text), 1500);
    },
    kind,
  );
  return element;
}

/** A number as people write it. */
export function figure(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-4 || size >= 1e7)
      ? value.toExponential(digits - 2)
      : String(Number(value.toPrecision(digits)));
  return text.replaceAll("-", "−");
}
