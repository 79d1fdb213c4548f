package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.profile.ProfileOutcome;
import io.keelson.api.catalog.profile.TableFile;
import io.keelson.api.catalog.profile.VersionTable;
import io.keelson.api.catalog.validation.ValidationQueue.Task;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobOutput;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.core.json.JsonArray;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The two steps of a validation: a job is submitted for the tables that wait for their profile, and
 * what it has left becomes the profiles and the version's verdict. Each may be begun again at any
 * point.
 */
final class ValidationWork {
  private static final Logger LOG = Logger.getLogger(ValidationWork.class);

  /** So many tables of a version are looked at; each is a row and a process. */
  static final int MAX_TABLES = 1_000;

  private static final String UNREADABLE_RESULT = "the validation's result could not be read";

  private final ValidationQueue queue;
  private final TenantDatabase database;
  private final TenantObjects objects;
  private final Jobs jobs;
  private final SuiteRuns suites;
  private final ValidationConfig config;
  private final Runnable progress;

  /**
   * @param progress told now and then while a long result is read
   */
  ValidationWork(
      ValidationQueue queue,
      TenantDatabase database,
      TenantObjects objects,
      Jobs jobs,
      SuiteRuns suites,
      ValidationConfig config,
      Runnable progress) {
    this.queue = queue;
    this.database = database;
    this.objects = objects;
    this.jobs = jobs;
    this.suites = suites;
    this.config = config;
    this.progress = progress;
  }

  /**
   * The version's tables.
   *
   * @param tables that are looked at, by name
   * @param others how many of its files are no table
   * @param leftOut how many of its tables are not looked at
   */
  private record Contents(Map<String, VersionTable> tables, int others, int leftOut) {
    static Contents of(Transaction tx, UUID versionId) {
      List<TableFile> files = ValidationQueue.files(tx, versionId);
      List<VersionTable> all = VersionTable.of(files);
      List<VersionTable> tables = all.subList(0, Math.min(all.size(), MAX_TABLES));
      int inTables = all.stream().mapToInt(table -> table.files().size()).sum();
      return new Contents(
          tables.stream()
              .collect(
                  Collectors.toMap(VersionTable::name, table -> table, (a, b) -> a, TreeMap::new)),
          files.size() - inTables,
          all.size() - tables.size());
    }
  }

  /**
   * Submits a job for the tables that wait; where none does, the version is judged at once. Where
   * the tenant may queue no further job, it stays as it is and is due again later.
   */
  void submit(Task task) {
    try {
      queue
          .ifMine(task, tx -> submit(tx, task))
          .flatMap(verdict -> verdict)
          .ifPresent(verdict -> log(task, verdict));
    } catch (QuotaExceeded e) {
      LOG.debugf("data set version %s waits for its job: %s", task.versionId(), e.getMessage());
      queue.refused(task);
    }
  }

  private Optional<Verdict> submit(Transaction tx, Task task) {
    Contents contents = Contents.of(tx, task.versionId());
    if (ValidationQueue.begin(tx, task)) {
      TableRows.await(tx, task.versionId(), List.copyOf(contents.tables().values()));
    }
    Optional<UUID> projectId = ValidationQueue.validating(tx, task);
    if (projectId.isEmpty()) {
      ValidationQueue.remove(tx, task);
      return Optional.empty();
    }
    Optional<SuiteRuns.Running> running = suites.begin(tx, task.versionId());
    ValidationBatch batch = batch(tx, task, contents, running);
    if (batch.isEmpty()) {
      return Optional.of(conclude(tx, task, contents));
    }
    UUID jobId =
        jobs.submit(
            tx,
            Ids.next(),
            ValidationJob.spec(
                projectId.get(),
                batch,
                running.map(suites::parameters).orElseGet(JsonArray::new),
                config));
    running.ifPresent(under -> SuiteRuns.submitted(tx, under, jobId));
    queue.submitted(tx, task, jobId);
    return Optional.empty();
  }

  private ValidationBatch batch(
      Transaction tx, Task task, Contents contents, Optional<SuiteRuns.Running> running) {
    Set<String> profile = new LinkedHashSet<>(TableRows.pending(tx, task.versionId()));
    Set<String> check = new LinkedHashSet<>();
    running.ifPresent(
        under -> {
          check.addAll(profile);
          check.addAll(TableRows.profiled(tx, task.versionId()));
          check.removeAll(SuiteRuns.done(tx, under));
        });
    profile.removeIf(name -> !fits(tx, task, contents.tables().get(name), name));
    Set<String> all = new LinkedHashSet<>(profile);
    check.stream()
        .filter(contents.tables()::containsKey)
        .filter(name -> contents.tables().get(name).sizeBytes() <= config.maxInputBytes())
        .forEach(all::add);
    return ValidationBatch.of(
        all.stream()
            .map(
                name ->
                    new ValidationBatch.Wanted(
                        contents.tables().get(name), profile.contains(name), check.contains(name)))
            .toList(),
        config.maxInputBytes());
  }

  /**
   * @param table null where another release took the same files for other tables
   */
  private boolean fits(Transaction tx, Task task, VersionTable table, String name) {
    if (table == null) {
      set(tx, task, name, new ProfileOutcome.Limited("is no table of this version any more"));
      return false;
    }
    if (table.sizeBytes() > config.maxInputBytes()) {
      String expected =
          "has %d bytes (expected: at most %d)"
              .formatted(table.sizeBytes(), config.maxInputBytes());
      set(tx, task, name, new ProfileOutcome.Limited(expected));
      return false;
    }
    return true;
  }

  private boolean set(Transaction tx, Task task, String table, ProfileOutcome outcome) {
    return TableRows.set(tx, task.versionId(), table, outcome, queue.now());
  }

  private Verdict conclude(Transaction tx, Task task, Contents contents) {
    Verdict verdict =
        Verdict.of(TableRows.tried(tx, task.versionId()), contents.others(), contents.leftOut());
    Verdict withChecks = withChecks(tx, task.versionId(), contents, verdict);
    queue.conclude(tx, task, withChecks);
    return withChecks;
  }

  /** What its checks make of a version whose tables came to that. */
  private Verdict withChecks(Transaction tx, UUID versionId, Contents contents, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Unfinished unfinished -> unfinished;
      case Verdict.Rejected rejected -> {
        suites.fail(tx, versionId, rejected.reason());
        yield rejected;
      }
      case Verdict.Errored errored -> {
        suites.fail(tx, versionId, errored.reason());
        yield errored;
      }
      case Verdict.Validated validated -> judged(tx, versionId, contents, validated);
    };
  }

  private Verdict judged(
      Transaction tx, UUID versionId, Contents contents, Verdict.Validated validated) {
    boolean unfinished =
        suites
            .running(tx, versionId)
            .map(
                running ->
                    !SuiteRuns.done(tx, running).containsAll(TableRows.profiled(tx, versionId)))
            .orElse(false);
    if (unfinished) {
      return new Verdict.Unfinished();
    }
    return switch (suites.conclude(tx, versionId, List.copyOf(contents.tables().keySet()))) {
      case SuiteOutcome.Passed _ -> validated;
      case SuiteOutcome.Failed(String reason) -> new Verdict.Rejected(reason);
      case SuiteOutcome.Errored(String reason) -> new Verdict.Errored(reason, true);
    };
  }

  /**
   * How the job ended.
   *
   * @param outputs by path
   * @param tables that it was for, with the folder of each
   */
  private record Ended(Job job, Map<String, JobOutput> outputs, Map<String, String> tables) {
    Optional<JobOutput> result() {
      return Optional.ofNullable(outputs.get(ValidationJob.OUTPUT));
    }

    /** With the file of the rows that failed, which the job need not have left. */
    CheckedTable withFile(CheckedTable table) {
      String folder = tables.get(table.table());
      return table.withFile(
          table.keptRows() == 0 ? null : outputs.get(ValidationJob.quarantine(folder)));
    }
  }

  /** Takes over what the job has left, once it has ended. */
  void follow(Task task) {
    Optional<Ended> ended = database.transact(task.tenantId(), tx -> ended(tx, task));
    if (ended.isEmpty()) {
      queue.lookAgain(task);
      return;
    }
    Optional<Contents> contents = queue.ifMine(task, tx -> Contents.of(tx, task.versionId()));
    if (contents.isEmpty()) {
      return;
    }
    String failure = read(task, ended.get(), contents.get());
    queue
        .ifMine(
            task,
            tx -> {
              if (failure != null) {
                failed(tx, task, ended.get(), failure);
              }
              return conclude(tx, task, contents.get());
            })
        .ifPresent(verdict -> log(task, verdict));
  }

  /** What it was for and has said nothing of has neither a profile nor been checked. */
  private void failed(Transaction tx, Task task, Ended ended, String failure) {
    Set<String> pending = new HashSet<>(TableRows.pending(tx, task.versionId()));
    pending.retainAll(ended.tables().keySet());
    pending.forEach(table -> set(tx, task, table, new ProfileOutcome.Failed(failure)));
    suites
        .running(tx, task.versionId())
        .ifPresent(
            running ->
                ended
                    .tables()
                    .keySet()
                    .forEach(
                        table ->
                            SuiteRuns.keep(tx, running, 0, CheckedTable.failed(table, failure))));
  }

  /** Empty while it has not. */
  private Optional<Ended> ended(Transaction tx, Task task) {
    try {
      Job job = jobs.get(tx, task.jobId());
      if (!job.status().ended()) {
        return Optional.empty();
      }
      return Optional.of(
          new Ended(
              job,
              Jobs.outputs(tx, task.jobId()).stream()
                  .collect(
                      Collectors.toMap(JobOutput::path, output -> output, (one, other) -> one)),
              ValidationJob.tables(Jobs.work(tx, task.jobId()))));
    } catch (NotFound e) {
      LOG.warnf("the job %s of data set version %s is gone", task.jobId(), task.versionId());
      return Optional.of(new Ended(null, Map.of(), all(tx, task.versionId())));
    }
  }

  /** All tables: nobody knows any more which the job was for. */
  private static Map<String, String> all(Transaction tx, UUID versionId) {
    Map<String, String> tables = new LinkedHashMap<>();
    TableRows.pending(tx, versionId).forEach(name -> tables.put(name, ""));
    TableRows.profiled(tx, versionId).forEach(name -> tables.put(name, ""));
    return tables;
  }

  /**
   * Writes down what it says of its tables.
   *
   * @return why those that it says nothing of have none; null where the next job goes on with them
   */
  private String read(Task task, Ended ended, Contents contents) {
    if (ended.job() == null) {
      return "its job is gone";
    }
    if (ended.job().status() != JobStatus.SUCCEEDED) {
      return inWords(ended.job());
    }
    if (ended.result().isEmpty()) {
      return "its job left no result";
    }
    Set<String> told = new HashSet<>();
    try (ValidationResult result =
        ValidationResult.open(objects, task.tenantId(), ended.result().get())) {
      for (var page = result.next(); !page.isEmpty(); page = result.next()) {
        List<ValidationResult.Line> lines =
            page.stream()
                .filter(line -> ended.tables().containsKey(line.table()))
                .filter(line -> contents.tables().containsKey(line.table()))
                .map(line -> line.withOwnNames(contents.tables().get(line.table())))
                .toList();
        boolean mine =
            queue
                .ifMine(
                    task,
                    tx -> {
                      write(tx, task, ended, contents, lines);
                      return true;
                    })
                .isPresent();
        if (!mine) {
          return null;
        }
        lines.forEach(line -> told.add(line.table()));
        progress.run();
      }
    } catch (ValidationResult.Broken e) {
      LOG.warnf(
          "data set version %s: the result of job %s: %s",
          task.versionId(), task.jobId(), e.getMessage());
      return UNREADABLE_RESULT;
    }
    return told.isEmpty() ? UNREADABLE_RESULT : null;
  }

  private void write(
      Transaction tx,
      Task task,
      Ended ended,
      Contents contents,
      List<ValidationResult.Line> lines) {
    Optional<SuiteRuns.Running> running = suites.running(tx, task.versionId());
    List<String> names = List.copyOf(contents.tables().keySet());
    for (ValidationResult.Line line : lines) {
      if (line.outcome() != null) {
        set(tx, task, line.table(), line.outcome());
      } else {
        running.ifPresent(
            under ->
                SuiteRuns.keep(
                    tx, under, names.indexOf(line.table()), ended.withFile(line.checks())));
      }
    }
  }

  private static String inWords(Job job) {
    return switch (job.status()) {
      case CANCELLED -> "its job was cancelled";
      case TIMED_OUT -> "its job ran out of time";
      default -> "its job failed" + (job.reason() == null ? "" : ": " + job.reason());
    };
  }

  private static void log(Task task, Verdict verdict) {
    if (verdict instanceof Verdict.Errored errored) {
      LOG.warnf(
          "data set version %s is ERRORED after attempt %d; tried again in %d s",
          task.versionId(), task.attempt(), errored.retryDelay(task.failures()).toSeconds());
    }
  }
}
