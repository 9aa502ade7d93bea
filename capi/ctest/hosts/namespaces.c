/*
 * A host that loads the library into two namespaces of the dynamic linker: into that of the program, and with dlmopen
 * into a new one, which has a C library of its own. Argument: the library.
 */
#include "host.h"

int main(int argc, char **argv) {
    struct library ours, theirs;
    int i;
    CHECK_INT(argc, 2);
    theirs = look_up(dlmopen(LM_ID_NEWLM, argv[1], RTLD_NOW));
    ours = load(argv[1]);
    CHECK(ours.rgb_to_hsv != theirs.rgb_to_hsv);
    for (i = 0; i < 20; i++) {
        use(&ours);
        use(&theirs);
    }
    return 0;
}
