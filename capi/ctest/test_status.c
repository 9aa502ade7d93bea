/* Status numbers and their texts. (That each text is the one in the header is checked by test_abi.py.) */
#include "check.h"

static void the_class_of_a_status_is_a_multiple_of_100(void) {
    CHECK_INT(MMS_STATUS_CLASS(MMS_ERROR_FORMAT_NOT_WAVE), MMS_ERROR_FORMAT);
    CHECK_INT(MMS_STATUS_CLASS(MMS_ERROR_FORMAT), MMS_ERROR_FORMAT);
    CHECK_INT(MMS_STATUS_CLASS(MMS_ERROR_DOMAIN_HUE_NAN), MMS_ERROR_DOMAIN);
    CHECK_INT(MMS_STATUS_CLASS(MMS_OK), MMS_OK);
}

static void an_unknown_detail_has_the_text_of_its_class(void) {
    CHECK_TEXT(mms_status_string(MMS_ERROR_FORMAT - 99), mms_status_string(MMS_ERROR_FORMAT));
    CHECK_TEXT(mms_status_string(MMS_ERROR_BUSY - 1), mms_status_string(MMS_ERROR_BUSY));
    CHECK_TEXT(mms_status_string(MMS_ERROR_DOMAIN - 50), mms_status_string(MMS_ERROR_DOMAIN));
}

static void any_number_has_a_text(void) {
    static const mms_status numbers[] = {1, 100, INT32_MAX, -1, -99, -9900, -999999, INT32_MIN};
    size_t i;
    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        CHECK(mms_status_string(numbers[i]) != NULL);
        CHECK(strlen(mms_status_string(numbers[i])) > 0);
        CHECK(strcmp(mms_status_string(numbers[i]), mms_status_string(MMS_OK)) != 0);
    }
}

static void the_text_is_static(void) { CHECK(mms_status_string(MMS_ERROR_EOF) == mms_status_string(MMS_ERROR_EOF)); }

int main(void) {
    RUN(the_class_of_a_status_is_a_multiple_of_100);
    RUN(an_unknown_detail_has_the_text_of_its_class);
    RUN(any_number_has_a_text);
    RUN(the_text_is_static);
    return 0;
}
