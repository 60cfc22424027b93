/**
 * What other policies would have changed: the alerts that the same telemetry gives under each.
 *
 * <p>Promise: every alert of either side is counted as kept, lost or gained, and as one of them.
 */
package io.clinictelemetry.domain.backtest;
