package io.keelson.compute.local;

import io.keelson.tenancy.embedded.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes below a job's head, for machines without control groups. In a sandbox that is all
 * there is: the head's end takes the others along. Without one a process that leaves its session
 * and its parent escapes.
 */
final class Descendants {
  private Descendants() {}

  static List<ProcessHandle> of(ProcessIdentity head) {
    List<ProcessHandle> found = new ArrayList<>();
    if (head.isRunning()) {
      ProcessHandle.of(head.pid())
          .ifPresent(
              handle -> {
                handle.descendants().forEach(found::add);
                found.add(handle);
              });
    }
    return found;
  }
}
