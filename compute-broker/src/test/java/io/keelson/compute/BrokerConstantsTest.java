package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What bounds something can be set, unless it is a fact that a reason is given for. */
class BrokerConstantsTest {
  private static final Pattern BOUND =
      Pattern.compile(
          "(MAX|MIN|LEAST|MOST)_.*|.*_(MS|S|PATIENCE|INTERVAL|TIME|PAUSE|PACE|AT_ONCE|WAIT|KEPT)");

  private static final String API = "what the API promises its callers: a page, a batch, a spec";
  private static final String ANSWER = "bounds the work of one answer, which says so";
  private static final String HEARTBEAT = "follows the heartbeat, on which all processes agree";
  private static final String PLATFORM = "what the system or a protocol allows";
  private static final String BOUNDS_OF_SETTINGS = "what a setting may be";
  private static final String STORED = "how far a text that is stored is cut";

  private static final Map<String, String> FACTS =
      Map.ofEntries(
          Map.entry("Attempts.MAX_JOBS", API),
          Map.entry("Attempts.MAX_ATTEMPTS", API),
          Map.entry("BrokerBounds.*", BOUNDS_OF_SETTINGS),
          Map.entry("BrokerConfig.MAX_DATA_FOLDER_BYTES", PLATFORM),
          Map.entry("Cgroups.MAX_CPU_WEIGHT", PLATFORM),
          Map.entry("Cgroups.MIN_CPU_QUOTA_MICROS", PLATFORM),
          Map.entry("Cgroups.MIN_CPU_SHARES", PLATFORM),
          Map.entry("DiskWatch.MIN_LOSS_SHARE", "a share of max-disk-bytes"),
          Map.entry("DiskWatch.REGULAR_PAUSE", "a share of the time that a look takes"),
          Map.entry("HeldLeases.HOLDER_KEPT", "a row of a process that holds nothing"),
          Map.entry("HeldLeases.MAX_TAKEN_AT_ONCE", "the next second takes more"),
          Map.entry("JobFolder.MAX_COMPLAINT_BYTES", STORED),
          Map.entry("JobFolder.MAX_SOCKET_PATH_BYTES", PLATFORM),
          Map.entry("JobLists.MAX_PAGE_JOBS", API),
          Map.entry("JobLists.MAX_SEARCHED_JOBS", ANSWER),
          Map.entry("JobLog.CHUNKS_AT_ONCE", "the next statement reads more"),
          Map.entry("JobLog.MAX_PAGE_LINES", API),
          Map.entry("JobLog.MAX_REPLACED", "each time the rows are read anew"),
          Map.entry("JobProgress.MAX_REASON_CHARACTERS", STORED),
          Map.entry("JobRemoval.JOBS_AT_ONCE", "the next step of the removal takes more"),
          Map.entry("JobSpec.*", API),
          Map.entry("JobTokens.MAX_TOKEN_CHARACTERS", PLATFORM),
          Map.entry("Jobs.*", API),
          Map.entry("Leftovers.GROUP_PATIENCE", "a group that stays is swept later"),
          Map.entry("Leftovers.POLL_MS", "how often a wait within a bound looks"),
          Map.entry("LogBounds.LEAST_PARTS", "a share of max-log-bytes"),
          Map.entry("LogChunks.MAX_REMEMBERED", "what is older is as large as a chunk becomes"),
          Map.entry("LogChunks.MAX_SPAN", "a day is the unit of what is kept"),
          Map.entry("LogChunks.MERGED_AT_ONCE", "how chunks are put together, not how many are"),
          Map.entry("Namesakes.LOOK_INTERVAL", "how often a wait within a bound looks"),
          Map.entry("OutputFiles.MAX_ENTRIES", "names looked at beside max-output-files"),
          Map.entry("OutputFiles.MAX_REMARKS", STORED),
          Map.entry("QueueHeads.MACHINE_IS_ALIVE", HEARTBEAT),
          Map.entry("ReadAllowance.BURST_MS", "a share of log.service-bytes-per-s"),
          Map.entry("ReadAllowance.MS_PER_S", "a unit"),
          Map.entry("Resources.*", API),
          Map.entry("Retry.*", API),
          Map.entry("RoomHolders.*", ANSWER),
          Map.entry(
              "Sandbox.PROBE_PATIENCE_S", "of the look at the start, which tells the operator"),
          Map.entry("StreamLines.MAX_LINE_BYTES", API),
          Map.entry("Supervisor.BEAT_INTERVAL", HEARTBEAT),
          Map.entry("WaitingJobs.*", ANSWER));

  private static List<Class<?>> classes() throws IOException, ClassNotFoundException {
    Path root = Path.of("target", "classes");
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root.resolve("io/keelson/compute"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        classes.add(
            Class.forName(
                name.substring(0, name.length() - ".class".length()),
                false,
                BrokerConstantsTest.class.getClassLoader()));
      }
    }
    return classes;
  }

  private static boolean isBound(Field field) {
    boolean constant = Modifier.isStatic(field.getModifiers()) && !field.isSynthetic();
    boolean number =
        Set.of(int.class, long.class, double.class).contains(field.getType())
            && BOUND.matcher(field.getName()).matches();
    return constant && (number || field.getType() == Duration.class);
  }

  private static Set<String> bounds() throws IOException, ClassNotFoundException {
    return classes().stream()
        .flatMap(type -> Stream.of(type.getDeclaredFields()))
        .filter(BrokerConstantsTest::isBound)
        .map(field -> field.getDeclaringClass().getSimpleName() + "." + field.getName())
        .collect(Collectors.toSet());
  }

  private static boolean isFact(String bound) {
    return FACTS.containsKey(bound)
        || FACTS.containsKey(bound.substring(0, bound.indexOf('.')) + ".*");
  }

  @Test
  void whatBoundsSomethingIsASettingOrAFactWithAReason() throws Exception {
    assertThat(bounds()).hasSizeGreaterThan(30).allMatch(BrokerConstantsTest::isFact);
  }

  @Test
  void noReasonIsGivenForWhatIsNoConstantAnyMore() throws Exception {
    Set<String> bounds = bounds();

    assertThat(FACTS.keySet())
        .allSatisfy(
            fact ->
                assertThat(bounds)
                    .anyMatch(
                        bound ->
                            fact.endsWith(".*")
                                ? bound.startsWith(fact.substring(0, fact.length() - 1))
                                : bound.equals(fact)));
  }
}
