package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.Transaction;
import java.util.Optional;

/**
 * Whether a model version may be brought to an endpoint. It is asked for a new deployment by
 * whoever authorises it; what the platform brings by itself asks here: a candidate's next share,
 * and revisions that are started again. What serves already goes on.
 */
@FunctionalInterface
public interface RevisionGate {
  /** Why the revision's model version must not be brought there, in a sentence; empty if it may. */
  Optional<String> refusal(Transaction tx, Revision revision);
}
