package io.keelson.bench.hostile;

import io.keelson.tenancy.apikey.ApiKeySecret;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers without a credential, each at its own pace on a connection per request. Those who send a
 * key have made it up as well as anybody can: its form is right, and its checksum where it has one.
 * Others hold connections on which they say nothing, or half of a head.
 */
final class Attackers implements AutoCloseable {
  private static final int DOCUMENT_BYTES = 900_000;
  private static final int DEEP_LEVELS = 100_000;
  private static final int TRICKLERS = 20;
  private static final int GUESSERS_OF_EACH_FORM = 20;
  private static final int SILENT = 1_000;
  private static final int HALF_HEADS = 200;
  private static final int HEAD_LINES = 2_000;
  private static final int HOLD_LOOK_MS = 1_000;
  private static final int KEY_CHARACTERS_WITHOUT_CHECKSUM = 47;
  private static final int TIMEOUT_MS = 15_000;
  private final URI door;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private volatile boolean ends;

  Attackers(URI door) {
    this.door = door;
  }

  /**
   * @param refused answers of 400 to 499
   * @param failed answers of 500 and more
   * @param cut connections that ended without an answer
   * @param held connections that were held without a request when the attack ended
   */
  record Answers(int requests, int refused, int failed, int cut, int held) {}

  void start() {
    attack(Duration.ofMillis(100), () -> send(madeUpKey(), document()));
    attack(Duration.ofMillis(100), () -> send("", document()));
    for (int i = 0; i < GUESSERS_OF_EACH_FORM; i++) {
      attack(Duration.ofMillis(200), () -> send(madeUpKey(), small()));
      attack(Duration.ofMillis(200), () -> send(madeUpKeyOfAnEarlierRelease(), small()));
    }
    attack(Duration.ofMillis(50), () -> send(madeUpKey(), deep()));
    attack(Duration.ofMillis(50), () -> send("", deep()));
    for (int i = 0; i < TRICKLERS; i++) {
      attack(Duration.ofMillis(500), this::trickle);
    }
    for (int i = 0; i < SILENT; i++) {
      attack(Duration.ofMillis(500), () -> hold(""));
    }
    for (int i = 0; i < HALF_HEADS; i++) {
      attack(Duration.ofMillis(500), () -> hold(halfHead()));
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
    return authorization(ApiKeySecret.generate().value());
  }

  private static String madeUpKeyOfAnEarlierRelease() {
    return authorization(
        ApiKeySecret.generate().value().substring(0, KEY_CHARACTERS_WITHOUT_CHECKSUM));
  }

  private static String authorization(String key) {
    return "Authorization: Bearer " + key + "\r\n";
  }

  private static String small() {
    return "{\"query\":\"{viewer{name}}\"}";
  }

  /** As many lines as fit, each of which is an object to whoever reads it. */
  private String halfHead() {
    return "GET " + door.getPath() + " HTTP/1.1\r\n" + "a:b\r\n".repeat(HEAD_LINES);
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

  /** For as long as it is let. */
  private void hold(String begun) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(HOLD_LOOK_MS);
      write(socket, begun);
      held.incrementAndGet();
      try {
        awaitEnd(socket.getInputStream());
      } finally {
        held.decrementAndGet();
      }
    }
  }

  private void awaitEnd(InputStream answer) throws IOException {
    while (!ends) {
      try {
        if (answer.read() < 0) {
          cut.incrementAndGet();
          return;
        }
      } catch (SocketTimeoutException notYet) {
        continue;
      }
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
    int heldAtTheEnd = held.get();
    ends = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return new Answers(requests.get(), refused.get(), failed.get(), cut.get(), heldAtTheEnd);
  }

  @Override
  public void close() {
    ends = true;
    threads.forEach(Thread::interrupt);
  }
}
