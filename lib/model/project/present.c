// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/present.h"
#include "calendar/date.h"

#include <stdlib.h>

/* Those of part NUMBER among spells BEGIN ... OVER - 1; of all when there are no parts. */
static bool find(struct present *p, const struct lives *l, uint32_t begin, uint32_t over,
                 size_t number, bool all, int32_t origin)
{
    *p = (struct present){0};
    size_t n = 0;
    for (uint32_t i = begin; i < over; i++)
        n += life_open_on(&l->spells[i], origin);
    p->children = malloc((n + 1) * sizeof *p->children);
    if (!p->children)
        return false;
    for (uint32_t i = begin; i < over; i++) {
        const struct life_spell *s = &l->spells[i];
        if (!all && s->part != number)
            continue;
        p->stale += s->open && s->over <= origin;
        if (!life_open_on(s, origin))
            continue;
        int age = date_age(s->birth, origin);
        if (age >= PROJECT_AGES) {
            p->adults++;
            continue;
        }
        if (age < 0)
            age = 0;
        p->children[p->count++] = (struct present_child){
            .birthday = (float)(date_birthday(s->birth, age + 1) - origin) - 0.5f,
            .group = s->group,
            .age = (uint8_t)age,
            .phase = (uint8_t)project_phase(s->placed, origin),
            .unaccompanied = s->unaccompanied,
        };
    }
    return true;
}

bool present_find(struct present *p, const struct lives *l, int32_t origin)
{
    return find(p, l, 0, l->count, 0, true, origin);
}

bool present_find_part(struct present *p, const struct lives *l, size_t number, int32_t origin)
{
    return find(p, l, l->parts[number].begin, l->parts[number].over, number, false, origin);
}

void present_done(struct present *p)
{
    free(p->children);
    *p = (struct present){0};
}
