#include <stdint.h>

/** A translated export: called with its numbers as doubles. */
struct kernel {
  const char *name;
  void (*call)(const double *numbers);
};

/** All of them, and one without a name behind the last. */
extern const struct kernel kernels[];

/** What their addresses count from. */
extern uint8_t *lanewise_memory;
