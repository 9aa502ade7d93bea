/*
 * A host that loads the library into two namespaces of the dynamic linker: into that of the program, and with dlmopen
 * into a new one, which has a C library of its own. Argument: the library.
 *
 * That of the program is first, so that its C library knows that there are threads. As long as it does not, threads of
 * another namespace may hang: glibc then takes the lock of the dynamic linker, which they share, without atomic
 * instructions.
 */
#include "host.h"

int main(int argc, char **argv) {
    struct library ours, theirs;
    int i;
    CHECK_INT(argc, 2);
    ours = load(argv[1]);
    theirs = look_up(dlmopen(LM_ID_NEWLM, argv[1], RTLD_NOW));
    CHECK(ours.rgb_to_hsv != theirs.rgb_to_hsv);
    for (i = 0; i < 20; i++) {
        use(&ours);
        use(&theirs);
    }
    return 0;
}
