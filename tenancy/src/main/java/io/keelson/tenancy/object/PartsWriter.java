package io.keelson.tenancy.object;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Plaintext in, encrypted parts out. While a full part is made durable the next one is filled; at
 * most one part waits. Memory: two parts with two segments of 1 MiB each. For one thread.
 */
final class PartsWriter implements AutoCloseable {
  /** Below this, handing the bytes to another thread costs more than hashing them. */
  private static final int HASHED_ASIDE_BYTES = 64 * 1024;

  /** Told of each part once it is durable, in order, on another thread than the writer's. */
  interface Sealed {
    void sealed(PartName name, long plaintextBytes);
  }

  private final ObjectStore store;
  private final StreamingAead aead;
  private final PartName first;
  private final long partBytes;
  private final MessageDigest sha256;
  private final Sealed listener;
  private int nextIndex;
  private Part current;
  private Future<Void> sealing;

  PartsWriter(
      ObjectStore store,
      StreamingAead aead,
      PartName first,
      long partBytes,
      MessageDigest sha256,
      Sealed listener) {
    this.store = store;
    this.aead = aead;
    this.first = first;
    this.nextIndex = first.index();
    this.partBytes = partBytes;
    this.sha256 = sha256;
    this.listener = listener;
  }

  /** Takes all bytes of the buffers, which must not change any more. */
  void write(List<ByteBuffer> chunks) throws IOException {
    long total = 0;
    List<ByteBuffer> hashed = new ArrayList<>(chunks.size());
    for (ByteBuffer chunk : chunks) {
      total += chunk.remaining();
      hashed.add(chunk.duplicate());
    }
    if (total < HASHED_ASIDE_BYTES) {
      hashed.forEach(sha256::update);
      encrypt(chunks);
      return;
    }
    Future<Void> hashing = start(() -> hashed.forEach(sha256::update));
    try {
      encrypt(chunks);
    } finally {
      await(hashing);
    }
  }

  private void encrypt(List<ByteBuffer> chunks) throws IOException {
    for (ByteBuffer chunk : chunks) {
      while (chunk.hasRemaining()) {
        if (current == null) {
          current = new Part(first.at(nextIndex++));
        }
        int take = (int) Math.min(chunk.remaining(), partBytes - current.plaintextBytes);
        current.write(chunk.slice(chunk.position(), take));
        chunk.position(chunk.position() + take);
        if (current.plaintextBytes == partBytes) {
          rotate();
        }
      }
    }
  }

  private void rotate() throws IOException {
    awaitSealing();
    Part full = current;
    current = null;
    sealing =
        start(
            () -> {
              full.seal();
              listener.sealed(full.name, full.plaintextBytes);
            });
  }

  /** Returns when every full part is durable and was told of. */
  void settle() throws IOException {
    awaitSealing();
  }

  /** Returns when every byte so far is durable and was told of. */
  void seal() throws IOException {
    if (current != null) {
      rotate();
    }
    awaitSealing();
  }

  private void awaitSealing() throws IOException {
    if (sealing != null) {
      Future<Void> last = sealing;
      sealing = null;
      await(last);
    }
  }

  /** The SHA-256 of all bytes so far. */
  MessageDigest sha256() {
    return sha256;
  }

  /** Discards the part in progress; the one being sealed ends as it ends. */
  @Override
  public void close() throws IOException {
    try {
      if (current != null) {
        current.discard();
        current = null;
      }
    } finally {
      awaitSealing();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Future<Void> start(Work work) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              work.run();
              return null;
            });
    Thread.ofVirtual().start(task);
    return task;
  }

  /**
   * Uninterruptibly: an interrupt must not leave a thread behind that works on this writer's state.
   */
  private static void await(Future<Void> future) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw new IllegalStateException(e.getCause());
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Part {
    private final PartName name;
    private final ObjectStore.Draft draft;
    private final WritableByteChannel encrypting;
    private long plaintextBytes;

    Part(PartName name) throws IOException {
      this.name = name;
      this.draft = store.begin(name.key());
      try {
        this.encrypting = aead.newEncryptingChannel(new Uncloseable(draft), name.associatedData());
      } catch (GeneralSecurityException | IOException | RuntimeException e) {
        draft.close();
        throw e instanceof IOException io ? io : new IOException("cannot encrypt " + name.key(), e);
      }
    }

    void write(ByteBuffer bytes) throws IOException {
      plaintextBytes += bytes.remaining();
      while (bytes.hasRemaining()) {
        encrypting.write(bytes);
      }
    }

    /** The last segment is written by the close. */
    void seal() throws IOException {
      try (draft) {
        encrypting.close();
        draft.commit();
      }
    }

    void discard() throws IOException {
      draft.close();
    }
  }

  /** The encrypting channel closes what it writes to, but a closed draft is a discarded one. */
  private record Uncloseable(WritableByteChannel target) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return target.write(bytes);
    }

    @Override
    public boolean isOpen() {
      return target.isOpen();
    }

    @Override
    public void close() {}
  }
}
