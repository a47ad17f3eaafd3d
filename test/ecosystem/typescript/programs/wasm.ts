import { initSync } from "lanewise";
import { initSync as initSyncOfCore } from "lanewise/core";
import kernels from "lanewise/lanewise.wasm";

initSync(kernels);
initSyncOfCore(kernels);
