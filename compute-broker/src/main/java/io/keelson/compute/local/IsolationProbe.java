package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the strongest walls that stand on this machine.
 *
 * @param sandbox how commands are wrapped
 * @param isolation what that amounts to
 */
record IsolationProbe(Sandbox sandbox, LocalIsolation isolation) {

  /**
   * @param probe a folder below the data folder that may be written
   */
  static IsolationProbe find(Path probe, int uid, Cgroups cgroups) {
    boolean root = isRoot();
    String kind = cgroups.kind().name();
    Sandbox walled = new Sandbox(root, true);
    String objection = walled.objection(uid, probe);
    if (objection == null) {
      return new IsolationProbe(walled, new LocalIsolation(root, true, kind, missing(root, kind)));
    }
    String why = "no sandbox: " + objection;
    Sandbox account = new Sandbox(true, false);
    if (root && account.objection(uid, probe) == null) {
      return new IsolationProbe(account, new LocalIsolation(true, false, kind, why));
    }
    return new IsolationProbe(
        new Sandbox(false, false), new LocalIsolation(false, false, kind, why));
  }

  private static String missing(boolean root, String cgroups) {
    if (!root) {
      return "not started by root";
    }
    return cgroups.equals("NONE") ? "no control groups that may be written" : null;
  }

  static boolean isRoot() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
