package io.clinictelemetry.standalone.pipeline;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link RunningPipeline}, started at its first use and stopped after all tests,
 * because a start takes many seconds.
 */
public final class SharedPipeline implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedPipeline.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningPipeline.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // Beyond the class: each class that Failsafe runs is a test plan, and a root, of its own.
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(
            RunningPipeline.class, type -> RunningPipeline.start(), RunningPipeline.class);
  }
}
