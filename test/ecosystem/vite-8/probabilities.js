import { softmax } from "lanewise";
import { computed, h } from "vue";

/** The probabilities of logits, computed again when the logits change. */
export const Probabilities = {
  props: ["logits"],
  setup(props) {
    const p = computed(() => softmax(Float32Array.from(props.logits)));
    return () => h("p", Array.from(p.value, (value) => value.toFixed(2)).join(" "));
  },
};
