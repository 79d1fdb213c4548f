package io.keelson.bench.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Readers of one file that take a byte now and then; whoever is refused or cut off tries again as
 * soon as an answer's Retry-After allows.
 */
final class SlowDownloads implements SideBySide.Load {
  private static final int RECEIVE_BUFFER_BYTES = 4_096;
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(500);
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(5);
  private static final int TIMEOUT_MS = 30_000;
  private final URI url;
  private final int readers;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile boolean ends;

  SlowDownloads(URI url, int readers) {
    this.url = url;
    this.readers = readers;
  }

  int mostOpen() {
    return mostOpen.get();
  }

  int refused() {
    return refused.get();
  }

  /** Answers of 500 and more. */
  int failed() {
    return failed.get();
  }

  @Override
  public void begin() {
    ends = false;
    for (int i = 0; i < readers; i++) {
      threads.add(Thread.startVirtualThread(this::read));
    }
  }

  @Override
  public void end() throws InterruptedException {
    ends = true;
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
  }

  @Override
  public void close() {
    ends = true;
    threads.forEach(Thread::interrupt);
  }

  private void read() {
    try {
      while (!ends) {
        tryOnce();
        Thread.sleep(BEFORE_ANOTHER_TRY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryOnce() throws InterruptedException {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      socket.setSoTimeout(TIMEOUT_MS);
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MS);
      String head =
          "GET %s?%s HTTP/1.1\r\nHost: %s\r\n\r\n"
              .formatted(url.getRawPath(), url.getRawQuery(), url.getRawAuthority())
              .replace("?null", "");
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      switch (line.length < 10 ? '0' : line[9]) {
        case '2' -> readSlowly(socket.getInputStream());
        case '5' -> failed.incrementAndGet();
        default -> refused.incrementAndGet();
      }
    } catch (IOException e) {
      // Cut off: another try follows.
    }
  }

  private void readSlowly(InputStream body) throws IOException, InterruptedException {
    int now = open.incrementAndGet();
    mostOpen.accumulateAndGet(now, Math::max);
    try {
      while (!ends && body.read() >= 0) {
        Thread.sleep(BETWEEN_BYTES);
      }
    } finally {
      open.decrementAndGet();
    }
  }
}
