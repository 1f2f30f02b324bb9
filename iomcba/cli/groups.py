"""A group of commands that names the nearest right one when there is no such command."""

from __future__ import annotations

import click

from iomcba.errors import nearest


class SpellingGroup(click.Group):
    """Names the nearest right command when there is no such one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may be meant."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(
                f"No command {args[0]!r}. {nearest(args[0], self.commands)}", ctx
            )
        return super().resolve_command(ctx, args)
