// biome-ignore-all lint/suspicious/noEmptyInterface: they merge with the real ones
// biome-ignore-all lint/suspicious/noExplicitAny: interfaces merge if their type parameters are the same

// The globals that public declarations name, for programs with neither lib "DOM" nor @types/node: where these are in
// place, the interfaces merge with theirs and add nothing. Published as types/globals.d.ts.

declare namespace WebAssembly {
  interface Module {}
}

interface AbortSignal {}

interface TransformStream<I = any, O = any> {}
