package io.clinictelemetry.standalone.pipeline;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the {@link RunningPipeline}, with the others of them in JVMs of their own: a pipeline
 * that waits for its next test takes a fifth of a processor from those that have their own servers.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedPipeline.class)
@Tag("shared-pipeline")
public @interface OnSharedPipeline {}
