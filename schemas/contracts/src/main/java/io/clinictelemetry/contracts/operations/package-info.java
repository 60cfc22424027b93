/**
 * What operations people see of a running component: metrics and health over HTTP, and who may see
 * it.
 *
 * <p>Promise: live says that the process should not be restarted, ready says that it does its work
 * now, and why not when it does not. A server that other machines reach asks who is calling, and no
 * message or log line carries a password.
 */
package io.clinictelemetry.contracts.operations;
