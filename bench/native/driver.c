// Replays the calls of a plan (plan.ts) with the translated kernels and times them, as replay.mjs does with
// the module. For each number of a case on the standard input: nanoseconds, and a hash of the whole memory.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "kernels.h"

#define MOST_NUMBERS 12
#define MOST_CALLS 4096
#define MOST_SAMPLES 10000

struct call {
  void (*run)(const double *);
  double numbers[MOST_NUMBERS];
};

struct part {
  int first, count;
};

uint8_t *lanewise_memory;

static struct call calls[MOST_CALLS];
static struct part cases[MOST_CALLS];
static int call_count, case_count;

static void copy(const double *a) {
  memcpy(lanewise_memory + (size_t)a[0], lanewise_memory + (size_t)a[1], (size_t)a[2]);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void fail(const char *what, const char *which) {
  fprintf(stderr, "driver: %s: %s\n", what, which);
  exit(1);
}

static void (*find(const char *name))(const double *) {
  if (strcmp(name, "copy") == 0) return copy;
  for (const struct kernel *k = kernels; k->name; k++)
    if (strcmp(k->name, name) == 0) return k->call;
  fail("no such kernel", name);
  return 0;
}

static void read_plan(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail("cannot be read", path);
  char line[4096];
  while (fgets(line, sizeof line, file)) {
    char *word = strtok(line, " \n");
    if (strcmp(word, "case") == 0) {
      if (case_count == MOST_CALLS) fail("too many cases", path);
      cases[case_count++] = (struct part){call_count, 0};
      continue;
    }
    if (call_count == MOST_CALLS) fail("too many calls", path);
    struct call *call = &calls[call_count++];
    call->run = find(word);
    for (int i = 0; i < MOST_NUMBERS && (word = strtok(0, " \n")); i++) call->numbers[i] = strtod(word, 0);
    cases[case_count - 1].count++;
  }
  fclose(file);
}

static void run(struct part part) {
  for (int i = part.first; i < part.first + part.count; i++) calls[i].run(calls[i].numbers);
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/** The median of samples of at least `sample` ns, for `time` ns, after as long a warm-up. */
static double measure(struct part part, double sample, double time) {
  static double samples[MOST_SAMPLES];
  int passes = 0, count = 0;
  double begin = now();
  do {
    run(part);
    passes++;
  } while (now() - begin < time);
  const int repeats = (int)(sample * passes / (now() - begin)) + 1;
  begin = now();
  do {
    const double from = now();
    for (int i = 0; i < repeats; i++) run(part);
    samples[count++] = (now() - from) / repeats;
  } while (count < MOST_SAMPLES && now() - begin < time);
  qsort(samples, count, sizeof *samples, ascending);
  return samples[count / 2];
}

int main(int argc, char **argv) {
  if (argc != 5) fail("expected", "PLAN IMAGE SAMPLE_NS TIME_NS");
  read_plan(argv[1]);
  FILE *file = fopen(argv[2], "rb");
  if (!file) fail("cannot be read", argv[2]);
  fseek(file, 0, SEEK_END);
  const size_t size = ftell(file);
  rewind(file);
  uint8_t *image = malloc(size);
  if (!image || fread(image, 1, size, file) != size) fail("cannot be read", argv[2]);
  // Reserved first and opened then, which is how engines make a memory: the same kind of pages.
  lanewise_memory = mmap(0, 8ULL << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (lanewise_memory == MAP_FAILED) fail("cannot reserve", "8 GiB");
  mprotect(lanewise_memory, size, PROT_READ | PROT_WRITE);

  int index;
  while (scanf("%d", &index) == 1) {
    memcpy(lanewise_memory, image, size);
    run(cases[index]);
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i += 4) {
      uint32_t word;
      memcpy(&word, lanewise_memory + i, 4);
      hash = (hash ^ word) * 16777619u;
    }
    const double ns = measure(cases[index], atof(argv[3]), atof(argv[4]));
    printf("%.3f %u\n", ns, hash);
    fflush(stdout);
  }
  return 0;
}
