package io.github.dbupgrader.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UpgradeExceptionTest {

    @Test
    void message_isCodeWhatWhyFix() {
        Exception cause = new Exception("x");
        UpgradeException error =
                new UpgradeException(ErrorCode.LOCK_TIMEOUT, "Something happened", "it had to", "mend it", cause);

        assertThat(error).hasMessage("UPG-301 Something happened: it had to. Fix: mend it.");
        assertThat(error.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
        assertThat(error.what()).isEqualTo("Something happened");
        assertThat(error.why()).isEqualTo("it had to");
        assertThat(error.fix()).isEqualTo("mend it");
        assertThat(error).hasCause(cause);
        assertThat(new UpgradeException(ErrorCode.LOCK_TIMEOUT, "a", "b", "c")).hasNoCause();
    }

    @Test
    void message_severalLines_becomesOne() {
        UpgradeException error = new UpgradeException(
                ErrorCode.DATABASE_ERROR, " A\n B ", "ERROR: syntax error\r\n  Position: 8\u2028", "c\u0085d");

        assertThat(error).hasMessage("UPG-902 A B: ERROR: syntax error Position: 8. Fix: c d.");
        assertThat(error.why()).isEqualTo("ERROR: syntax error Position: 8");
    }

    @Property(tries = 200)
    void message_anyTexts_isOneLineOfItsParts(@ForAll String what, @ForAll String why, @ForAll String fix) {
        UpgradeException error = new UpgradeException(ErrorCode.STEP_FAILED, what, why, fix);

        assertThat(error.getMessage().split("\\R", -1)).hasSize(1);
        assertThat(error).hasMessage("UPG-401 " + error.what() + ": " + error.why() + ". Fix: " + error.fix() + ".");
    }

    @Test
    void constructor_missingPart_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> new UpgradeException(ErrorCode.STEP_FAILED, "a", null, "c"));
    }
}
