package io.keelson.bench.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers without a credential, each at its own pace on a connection per request. Half of those who
 * could send a key send one that they made up.
 */
final class Attackers implements AutoCloseable {
  private static final int DOCUMENT_BYTES = 900_000;
  private static final int DEEP_LEVELS = 100_000;
  private static final int TRICKLERS = 20;
  private static final int TIMEOUT_MS = 15_000;
  private final URI door;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private volatile boolean ends;

  Attackers(URI door) {
    this.door = door;
  }

  /**
   * @param refused answers of 400 to 499
   * @param failed answers of 500 and more
   * @param cut connections that ended without an answer
   */
  record Answers(int requests, int refused, int failed, int cut) {}

  void start() {
    attack(Duration.ofMillis(100), () -> send(madeUpKey(), document()));
    attack(Duration.ofMillis(100), () -> send("", document()));
    attack(Duration.ofMillis(20), () -> send(madeUpKey(), "{\"query\":\"{viewer{name}}\"}"));
    attack(Duration.ofMillis(50), () -> send(madeUpKey(), deep()));
    attack(Duration.ofMillis(50), () -> send("", deep()));
    for (int i = 0; i < TRICKLERS; i++) {
      attack(Duration.ofMillis(500), this::trickle);
    }
  }

  private void attack(Duration pause, Attack attack) {
    threads.add(
        Thread.startVirtualThread(
            () -> {
              while (!ends) {
                requests.incrementAndGet();
                try {
                  try {
                    attack.run();
                  } catch (IOException e) {
                    cut.incrementAndGet();
                  }
                  Thread.sleep(pause);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  return;
                }
              }
            }));
  }

  private interface Attack {
    void run() throws IOException, InterruptedException;
  }

  private static String madeUpKey() {
    return "Authorization: Bearer ksn_" + UUID.randomUUID().toString().replace("-", "") + "\r\n";
  }

  private static String document() {
    String unlike = UUID.randomUUID().toString();
    return "{\"query\":\"{viewer{name}} #"
        + unlike.repeat(DOCUMENT_BYTES / unlike.length())
        + "\"}";
  }

  private static String deep() {
    return "{\"query\":\"{viewer{name}}\",\"variables\":" + "{\"a\":".repeat(DEEP_LEVELS);
  }

  private void send(String credential, String body) throws IOException {
    try (Socket socket = connect()) {
      write(socket, head(credential, body.length()) + body);
      count(socket.getInputStream());
    }
  }

  private void trickle() throws IOException, InterruptedException {
    try (Socket socket = connect()) {
      write(socket, head(madeUpKey(), DOCUMENT_BYTES));
      for (int i = 0; i < 20 && !ends && socket.getInputStream().available() == 0; i++) {
        write(socket, "{");
        Thread.sleep(500);
      }
      count(socket.getInputStream());
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(door.getHost(), door.getPort());
    socket.setSoTimeout(TIMEOUT_MS);
    return socket;
  }

  private String head(String credential, int announced) {
    return "POST "
        + door.getPath()
        + " HTTP/1.1\r\nHost: "
        + door.getAuthority()
        + "\r\nContent-Type: application/json\r\n"
        + credential
        + "Content-Length: "
        + announced
        + "\r\n\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** By its status line, of which the first digit is enough. */
  private void count(InputStream answer) throws IOException {
    byte[] line = answer.readNBytes("HTTP/1.1 4".length());
    int kind = line.length < 10 ? 0 : line[9];
    switch (kind) {
      case '5' -> failed.incrementAndGet();
      case '4' -> refused.incrementAndGet();
      default -> cut.incrementAndGet();
    }
  }

  /** Ends the attack. */
  Answers stop() throws InterruptedException {
    ends = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return new Answers(requests.get(), refused.get(), failed.get(), cut.get());
  }

  @Override
  public void close() {
    ends = true;
    threads.forEach(Thread::interrupt);
  }
}
