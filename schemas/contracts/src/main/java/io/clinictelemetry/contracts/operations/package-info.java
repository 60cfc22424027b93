/**
 * What operations people see of a running component: metrics and health over HTTP.
 *
 * <p>Promise: live says that the process should not be restarted, ready says that it does its work
 * now, and why not when it does not.
 */
package io.clinictelemetry.contracts.operations;
