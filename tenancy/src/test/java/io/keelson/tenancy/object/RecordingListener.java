package io.keelson.tenancy.object;

import io.keelson.tenancy.database.Transaction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told; fails when it is made to. */
public final class RecordingListener implements UploadListener {
  public final List<FinishedUpload> finished = new CopyOnWriteArrayList<>();
  public volatile RuntimeException failure;

  @Override
  public String purpose() {
    return "test";
  }

  @Override
  public void finished(Transaction tx, FinishedUpload upload) {
    if (failure != null) {
      throw failure;
    }
    finished.add(upload);
  }
}
