#include <stdint.h>

/** A translated export: called with its numbers as doubles. */
struct kernel {
  const char *name;
  void (*call)(const double *numbers);
};

/** All kernels, and after the last one without a name. */
extern const struct kernel kernels[];

/** The memory that kernel addresses count from. */
extern uint8_t *lanewise_memory;
