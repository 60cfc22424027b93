/**
 * The verb {@code limits}: what devices are judged by, and policies that change it.
 *
 * <p>Promise: nothing is published that the safety application would not take, versions of a scope
 * have no holes and none is written twice, and a policy takes effect only when every instance can
 * know it.
 */
package io.clinictelemetry.standalone.limits;
