package io.keelson.demo.walk;

import io.keelson.demo.door.Addresses;
import io.keelson.demo.step.Step;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The way from a sign-in to a bill, in order. */
public final class Walk implements AutoCloseable {
  private final DemoRun run;
  private final List<Step> steps;

  /**
   * @param staysUp whether somebody will look around afterwards: then they find a sample project
   */
  public Walk(Addresses addresses, InstantSource clock, boolean staysUp) {
    run = new DemoRun(addresses, clock);
    Serving serving = new Serving(run);
    Registry registry = new Registry(run);
    Drifting drifting = new Drifting(run);
    Retraining retraining = new Retraining(run);
    Bill bill = new Bill(run);
    steps =
        Stream.of(
                new Project(run).steps(),
                new Data(run).steps(),
                new Checking(run).steps(),
                new Shaping(run).steps(),
                new Training(run).steps(),
                registry.steps(),
                serving.steps(),
                drifting.steps(),
                new Watching(run).steps(),
                retraining.steps(),
                new BadRevision(run, registry, serving).steps(),
                new PythonJob(run).steps(),
                new Walls(run).steps(),
                drifting.laterSteps(),
                retraining.laterSteps(),
                drifting.lastSteps(),
                bill.steps(),
                serving.lastSteps(),
                bill.lastSteps(),
                staysUp ? new Sample(run).steps() : List.<Step>of())
            .flatMap(List::stream)
            .toList();
  }

  public List<Step> steps() {
    return steps;
  }

  public String projectSlug() {
    return run.slug;
  }

  @Override
  public void close() {
    run.close();
  }
}
