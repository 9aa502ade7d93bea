/* The version macros and their twins at run time. */
#include "check.h"

static void the_library_is_the_one_of_this_header(void) {
    CHECK_TEXT(mms_version(), MMS_VERSION_STRING);
    CHECK_INT(mms_version_number(), MMS_VERSION_NUMBER);
    CHECK_INT(mms_abi_version(), MMS_ABI_VERSION);
}

static void the_macros_agree_with_each_other(void) {
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", MMS_VERSION_MAJOR, MMS_VERSION_MINOR, MMS_VERSION_PATCH);
    CHECK_TEXT(text, MMS_VERSION_STRING);
    CHECK_INT(MMS_VERSION_NUMBER, MMS_VERSION_MAJOR * 1000000 + MMS_VERSION_MINOR * 1000 + MMS_VERSION_PATCH);
}

int main(void) {
    RUN(the_library_is_the_one_of_this_header);
    RUN(the_macros_agree_with_each_other);
    return 0;
}
