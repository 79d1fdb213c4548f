package io.keelson.tenancy.object;

import io.keelson.tenancy.database.Transaction;

/** Takes the finished uploads of one purpose. */
public interface UploadListener {
  /** A stable, unique name; it is stored with each upload. */
  String purpose();

  /**
   * Called in the transaction that completes the upload, exactly once if that commits; it may be
   * called again after a rollback. A {@link io.keelson.tenancy.failure.Failure} that no retry would
   * mend (VALIDATION, FORBIDDEN, NOT_FOUND, CONFLICT and the two EXCEEDED) ends the upload as
   * FAILED with its message; any other exception leaves it open, to be finished by the client's
   * next attempt.
   */
  void finished(Transaction tx, FinishedUpload upload);
}
