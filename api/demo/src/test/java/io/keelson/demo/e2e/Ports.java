package io.keelson.demo.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that stay a platform's own while it is down: connections of others never get them. */
final class Ports {
  private static final int FIRST = 20_000;

  /** Linux hands out ports for outgoing connections from here on. */
  private static final int AFTER_LAST = 32_768;

  private static final int ATTEMPTS = 1_000;
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** Another one with each call. */
  static synchronized int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
      if (!GIVEN.contains(port) && isFree(port)) {
        GIVEN.add(port);
        return port;
      }
    }
    throw new IllegalStateException("no port is free between " + FIRST + " and " + AFTER_LAST);
  }

  /** Of two that follow each other, the first one. */
  static synchronized int freeBeforeFree() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = free();
      if (isFree(port + 1) && GIVEN.add(port + 1)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no two ports are free between " + FIRST + " and " + AFTER_LAST);
  }

  /** Whether nobody listens on it. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
