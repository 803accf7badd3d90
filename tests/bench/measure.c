// SPDX-License-Identifier: GPL-3.0-or-later
/* Compares two commands: measure PAIRS A ... -- B ...
 *
 * Runs A B A B ... (after one round to warm up), with standard output to /dev/null, and prints one
 * line: median of the pairs' CPU ratios A/B, median CPU seconds of A and of B (user + system), peak
 * memory of A and of B in KiB. CPU time in pairs is what a busy machine distorts least. Without B
 * the ratio and B's figures are 0. Exits 3 when a command fails. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct usage {
    double cpu_seconds;
    long peak_kib;
};

static struct usage run(char **command)
{
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    int status;
    struct rusage u;
    if (child < 0 || wait4(child, &status, 0, &u) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
        fprintf(stderr, "measure: %s failed\n", command[0]);
        exit(3);
    }
    double user = (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6;
    double system = (double)u.ru_stime.tv_sec + (double)u.ru_stime.tv_usec / 1e6;
    return (struct usage){user + system, u.ru_maxrss};
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, int n)
{
    qsort(x, (size_t)n, sizeof *x, compare_numbers);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

int main(int argc, char **argv)
{
    enum { MOST = 101 };
    double ratio[MOST] = {0}, a[MOST] = {0}, b[MOST] = {0};
    long peak[2] = {0, 0};
    int pairs = argc > 2 ? atoi(argv[1]) : 0;
    if (pairs < 1 || pairs > MOST) {
        fprintf(stderr, "usage: measure PAIRS A ... [-- B ...]\n");
        return 2;
    }
    char **second = NULL;
    for (int i = 2; i < argc && !second; i++)
        if (strcmp(argv[i], "--") == 0) {
            argv[i] = NULL;
            second = argv + i + 1;
        }
    for (int i = -1; i < pairs; i++) {
        int at = i < 0 ? 0 : i;
        struct usage u = run(argv + 2), v = second ? run(second) : (struct usage){0, 0};
        a[at] = u.cpu_seconds;
        b[at] = v.cpu_seconds;
        ratio[at] = v.cpu_seconds > 0 ? u.cpu_seconds / v.cpu_seconds : 0;
        peak[0] = u.peak_kib > peak[0] ? u.peak_kib : peak[0];
        peak[1] = v.peak_kib > peak[1] ? v.peak_kib : peak[1];
    }
    printf("%.3f %.4f %.4f %ld %ld\n", median(ratio, pairs), median(a, pairs), median(b, pairs),
           peak[0], peak[1]);
    return 0;
}
