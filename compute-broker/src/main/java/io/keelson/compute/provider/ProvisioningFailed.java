package io.keelson.compute.provider;

/** An instance cannot be started as asked; the message is the job's reason. */
public class ProvisioningFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProvisioningFailed(String message) {
    super(message);
  }

  public ProvisioningFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
