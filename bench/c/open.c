/* open WORK FILE: opens a file, learns how many frames it has, closes it. */
#include "works.h"

#include <stddef.h>

typedef struct opening {
    const contestant *contestant;
    const char *path;
} opening;

static void run(void *context) {
    const opening *opening = context;
    opening->contestant->inspect(opening->path);
}

void work_open(const competition *competition, char **words) {
    const char *work = words[0], *path = words[1];
    opening openings[MOST_TASKS];
    task tasks[MOST_TASKS];
    int i;
    for (i = 0; i < competition->count; i++) {
        openings[i] = (opening){competition->contestants[i], path};
        tasks[i] = (task){competition->contestants[i]->name, run, &openings[i], 1, NULL};
    }
    measure(work, "files", tasks, competition->count, &competition->settings);
}
