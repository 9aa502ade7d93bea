/* Measures contestants in turn: slice by slice, so that whatever slows the machine down for a while hits all of them.
 */
#ifndef MEASURE_H
#define MEASURE_H

enum { MOST_TASKS = 4 };

/* One contestant's piece of work. run does it once. */
typedef struct task {
    const char *who;
    void (*run)(void *context);
    void *context;
    double units;        /* that one run gets through: samples, files, bytes */
    const char *creates; /* a file that is removed before each run, while the clock stands; or NULL */
} task;

typedef struct settings {
    int repetitions;
    double slice_seconds; /* about how long one contestant is at it before it is the next one's turn */
} settings;

/* Prints a line of JSON: for each contestant its rates, units per second, one for each repetition. */
void measure(const char *work, const char *unit, const task *tasks, int count, const settings *settings);

/* Seconds on a clock that only goes forward. */
double now(void);

#endif
