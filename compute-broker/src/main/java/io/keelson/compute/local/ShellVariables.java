package io.keelson.compute.local;

import io.keelson.compute.provider.ProvisioningFailed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Variables as the lines of a POSIX shell that exports them, whatever their values contain. */
final class ShellVariables {
  /** Some shell refuses to set these, and would end with the job not begun. */
  private static final Set<String> KEPT_BY_SHELLS =
      Set.of("BASHOPTS", "BASH_VERSINFO", "EUID", "LINENO", "OPTIND", "PPID", "SHELLOPTS", "UID");

  private ShellVariables() {}

  /**
   * @param variables names are letters, digits and underscores; values hold no NUL
   * @throws ProvisioningFailed for a variable that shells keep for themselves
   */
  static byte[] exports(Map<String, String> variables) {
    StringBuilder lines = new StringBuilder();
    variables.forEach(
        (name, value) -> {
          if (KEPT_BY_SHELLS.contains(name)) {
            throw new ProvisioningFailed(
                "the variable " + name + " cannot be set on a machine without a sandbox for jobs");
          }
          lines.append("export ").append(name).append("='");
          lines.append(value.replace("'", "'\\''")).append("'\n");
        });
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }
}
