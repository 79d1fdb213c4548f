package io.keelson.djlworker;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * Serves one model version over the Open Inference Protocol. It answers that it lives at once, and
 * that it is ready when the model is loaded and has predicted once. On SIGTERM it takes no more
 * calls, finishes those in flight and ends with 0. It ends with 1 when the model cannot be served
 * and with 2 when it was started wrongly; the reason is one line on standard error.
 */
public final class DjlWorker {
  private static final int DRAIN_SECONDS = 10;

  private DjlWorker() {}

  public static void main(String[] arguments) throws InterruptedException {
    Surroundings.settle();
    Stop stop = new Stop();
    Signal.handle(new Signal("TERM"), signal -> stop.ask());
    Signal.handle(new Signal("INT"), signal -> stop.ask());
    System.exit(run(arguments, stop));
  }

  /** A worker that is still loading has no calls to finish: it ends at once. */
  private static final class Stop {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean serving = new AtomicBoolean();

    void ask() {
      asked.countDown();
      if (!serving.get()) {
        Runtime.getRuntime().halt(0);
      }
    }

    void waitsForCalls() {
      serving.set(true);
    }

    void await() throws InterruptedException {
      asked.await();
    }
  }

  private static int run(String[] arguments, Stop stop) throws InterruptedException {
    long started = System.nanoTime();
    Options options;
    try {
      options = Options.of(arguments, System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    InferenceService service = new InferenceService(options, InstantSource.system());
    try {
      Doors doors = Doors.open(options, service);
      ServedModel model = ServedModel.load(options);
      service.serve(model);
      stop.waitsForCalls();
      System.out.printf(
          "model '%s' version %s is ready after %d ms, %d at a time%n",
          options.name(),
          options.version(),
          (System.nanoTime() - started) / 1_000_000,
          options.predictors());
      stop.await();
      System.out.println("stopping");
      boolean drained = doors.drain(DRAIN_SECONDS);
      model.close();
      System.out.println(
          drained ? "stopped" : "stopped with calls unanswered after " + DRAIN_SECONDS + " s");
      return 0;
    } catch (ModelUnusable e) {
      System.err.println("the model cannot be served: " + e.getMessage());
      return 1;
    } catch (IOException e) {
      System.err.println("cannot listen: " + e);
      return 1;
    } catch (LinkageError e) {
      System.err.println(
          "a native library cannot be loaded; the temporary folder needs 1 MiB: " + e);
      return 1;
    }
  }
}
