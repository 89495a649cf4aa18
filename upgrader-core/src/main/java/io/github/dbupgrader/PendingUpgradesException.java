package io.github.dbupgrader;

import io.github.dbupgrader.error.UpgradeException;

/**
 * {@code validate()} found that the database is not as this application needs it.
 *
 * <p>Call only: the library creates it.
 */
public final class PendingUpgradesException extends UpgradeException {

    private static final long serialVersionUID = 1L;

    private final transient UpgradeStatus status;

    PendingUpgradesException(UpgradeException text, UpgradeStatus status) {
        super(text.code(), text.what(), text.why(), text.fix());
        this.status = status;
    }

    /** {@return the status that explains it} */
    public UpgradeStatus status() {
        return status;
    }
}
