namespace Gobwire.Commands; internal static class Placeholder;
