package io.keelson.compute.local.input;

import java.io.IOException;

/** What was fetched is not what was asked for: fetching it again will not help. */
public final class WrongDigest extends IOException {
  private static final long serialVersionUID = 1L;

  WrongDigest(String actual, String expected) {
    super("its digest is " + actual + " (expected: " + expected + ")");
  }
}
