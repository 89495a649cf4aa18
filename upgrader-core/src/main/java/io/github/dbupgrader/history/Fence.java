package io.github.dbupgrader.history;

import java.util.Optional;

/**
 * What must still be true when something is recorded.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param revision the revision of the component's row from which the run started
 * @param lockProof an SQL expression that is true if the session still holds the upgrade lock
 * @param transactionId the transaction in which the work began; empty where the library itself began the transaction for this very statement
 */
public record Fence(long revision, String lockProof, Optional<String> transactionId) {}
