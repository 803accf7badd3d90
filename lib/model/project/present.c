// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/present.h"
#include "calendar/date.h"

#include <stdlib.h>

bool present_find(struct present *p, const struct lives *l, int32_t origin)
{
    *p = (struct present){0};
    size_t n = 0;
    for (uint32_t i = 0; i < l->count; i++)
        n += life_open_on(&l->spells[i], origin);
    p->children = malloc((n + 1) * sizeof *p->children);
    if (!p->children)
        return false;
    for (uint32_t i = 0; i < l->count; i++) {
        const struct life_spell *s = &l->spells[i];
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

void present_done(struct present *p)
{
    free(p->children);
    *p = (struct present){0};
}
